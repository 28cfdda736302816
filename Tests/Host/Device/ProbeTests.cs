using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Device;
using ZhiSan.Edge.Device.Supervision;
using ZhiSan.Edge.Device.Uplink;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>The technician's probes, on the worker that otherwise owns the MQTT client.</summary>
public sealed class ProbeTests : IDisposable
{
    private const string Password = "very secret";

    private readonly FakeBroker broker = new("localhost");
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly AutoResetEvent wake = new(false);
    private readonly TestSystem system = new();
    private readonly UplinkEvent taken = new(new byte[UplinkEvent.MaxPayloadBytes]);
    private readonly FakeRadio radio = new();

    public ProbeTests() => listener.Start();

    public void Dispose()
    {
        listener.Dispose();
        broker.Dispose();
        wake.Dispose();
    }

    [Fact]
    public void Way_to_the_broker_is_told_step_by_step()
    {
        List<string> found = Run(Make(), ProbeFinding.Broker);

        Assert.Equal(4, found.Count);
        Assert.Equal("0 dns 127.0.0.1", found[0]);
        Assert.StartsWith($"0 tcp port {Port}, ", found[1], StringComparison.Ordinal);
        Assert.Equal("0 connack accepted", found[2]);
        Assert.StartsWith("0 publish acknowledged in ", found[3], StringComparison.Ordinal);
        Assert.Equal("t", broker.Next("/test").Text);
        Assert.Contains(broker.Log, l => l.StartsWith("connect site/gw.test will", StringComparison.Ordinal));
        Assert.Contains("close", broker.Log);
    }

    [Fact]
    public void It_stops_at_the_first_step_that_fails()
    {
        broker.Answer = MqttReasonCode.ConnectionRefusedNotAuthorized;
        List<string> refused = Run(Make(), ProbeFinding.Broker);
        int port = Port;
        listener.Stop();
        List<string> closed = Run(Make(port: port), ProbeFinding.Broker);
        List<string> unknown = Run(Make("no-such-host.invalid"), ProbeFinding.Broker);

        Assert.Equal("2 connack the broker refuses this user or password", refused[^1]);
        Assert.Equal(3, refused.Count);
        Assert.StartsWith($"2 tcp port {port}: ", closed[^1], StringComparison.Ordinal);
        Assert.Equal(2, closed.Count);
        Assert.StartsWith("2 dns no-such-host.invalid", Assert.Single(unknown), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, string.Concat(refused) + string.Concat(closed) + string.Concat(unknown), StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_makes_way_and_the_next_one_waits_for_the_probe()
    {
        using ManualResetEventSlim release = new(false);
        MqttUplink uplink = Make();
        uplink.Connect(false);
        Assert.Equal(UplinkEventKind.Up, Next(uplink));
        broker.BeforeConnect = release.Wait;

        Assert.True(uplink.BeginProbe(ProbeFinding.Broker, wake));
        Assert.Equal(UplinkEventKind.Down, Next(uplink));
        uplink.Connect(false);
        Assert.False(uplink.BeginProbe(ProbeFinding.Broker, wake));
        Assert.False(uplink.Take(taken));

        release.Set();
        Assert.Equal(4, Findings(uplink).Count);
        Assert.Equal(UplinkEventKind.Up, Next(uplink));
        uplink.Leave();
    }

    [Fact]
    public void A_probe_that_hangs_keeps_no_connection_back_once_it_was_ended()
    {
        using ManualResetEventSlim release = new(false);
        MqttUplink uplink = Make();
        broker.BeforeConnect = release.Wait;
        Assert.True(uplink.BeginProbe(ProbeFinding.Broker, wake));
        Until(() => broker.Log.Count > 1);
        uplink.Connect(false);
        broker.BeforeConnect = null;

        uplink.EndProbe();

        Assert.Equal(UplinkEventKind.Up, Next(uplink));
        release.Set();
        uplink.Leave();
    }

    [Fact]
    public void Networks_in_reach_are_listed_and_joining_tells_the_strength()
    {
        MqttUplink uplink = Make(network: radio);

        Assert.Equal(["-48 tea house", "-91 neighbour"], Run(uplink, ProbeFinding.WifiScan, f => f.Number.ToString(CultureInfo.InvariantCulture) + " " + f.Step));
        Assert.Equal(["1 wifi -88 dBm"], Run(uplink, ProbeFinding.WifiTest));
        radio.Failure = "the Wi-Fi refuses the password";
        Assert.Equal(["2 wifi the Wi-Fi refuses the password"], Run(uplink, ProbeFinding.WifiTest));
    }

    [Fact]
    public void A_network_is_suspected_after_two_failures_and_then_left_alone()
    {
        radio.Failure = "the Wi-Fi is not in reach";
        MqttUplink uplink = Make(network: radio);
        for (int i = 0; i < 6; i++)
        {
            uplink.Connect(false);
            Assert.Equal(UplinkEventKind.Down, Next(uplink));
        }

        Assert.Equal([false, false, true, false, false, false], radio.Suspected);
    }

    [Fact]
    public void Without_a_radio_there_is_nothing_to_look_with()
    {
        MqttUplink uplink = Make();

        Assert.False(uplink.BeginProbe(ProbeFinding.WifiScan, wake));
        Assert.False(uplink.BeginProbe(ProbeFinding.WifiTest, wake));
    }

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    private MqttUplink Make(string host = "localhost", INetwork? network = null, int port = 0)
    {
        GatewayConfiguration configuration = new(new MemoryStore());
        configuration.SetCurrent(ConfigurationKeys.Site, "site");
        configuration.SetCurrent(ConfigurationKeys.Gateway, "gw");
        configuration.SetCurrent(ConfigurationKeys.BrokerHost, host);
        configuration.SetCurrent(ConfigurationKeys.BrokerPort, (port != 0 ? port : Port).ToString(CultureInfo.InvariantCulture));
        configuration.SetCurrent(ConfigurationKeys.BrokerUser, "gw");
        configuration.SetCurrent(ConfigurationKeys.BrokerPassword, Password);
        Assert.Equal(StoreStatus.Ok, configuration.Save(GatewayConfiguration.BySerial));
        Panic panic = new(new PanicFile("/no/such/folder/panic.txt"), system);
        return new MqttUplink(
            new UplinkSettings(configuration, false, new Topics("site", "gw")), null, network ?? new PresentNetwork(), new EventInbox(wake), new DeviceClock(false), panic);
    }

    private List<string> Run(MqttUplink uplink, byte probe, Func<ProbeFinding, string>? show = null)
    {
        Assert.True(uplink.BeginProbe(probe, wake));
        return Findings(uplink, show);
    }

    private static List<string> Findings(MqttUplink uplink, Func<ProbeFinding, string>? show = null)
    {
        List<string> found = [];
        ProbeFinding finding = new();
        Until(() =>
        {
            int status = uplink.NextFinding(finding);
            if (status == ProbeFinding.Found)
            {
                found.Add(show != null ? show(finding) : $"{finding.Verdict} {finding.Step} {finding.Text}");
            }

            return status == ProbeFinding.Done;
        });
        uplink.EndProbe();
        return found;
    }

    private UplinkEventKind Next(MqttUplink uplink)
    {
        Until(() => uplink.Take(taken) && taken.Kind != UplinkEventKind.Phase);
        return taken.Kind;
    }

    private static void Until(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(2)), "it never happens");

    private sealed class FakeRadio : INetwork
    {
        public string? Failure { get; set; }

        public ConcurrentQueue<bool> Suspected { get; } = new();

        public bool HasRadio => true;

        public int RssiDbm => -88;

        public int Scan(string[] names, int[] strengths)
        {
            (names[0], strengths[0]) = ("tea house", -48);
            (names[1], strengths[1]) = ("neighbour", -91);
            return 2;
        }

        public bool TryBringUp(bool suspect, out byte cause, out string detail)
        {
            Suspected.Enqueue(suspect);
            cause = IncidentCause.Wifi;
            detail = Failure ?? string.Empty;
            return Failure == null;
        }

        public void KeepClock()
        {
        }
    }
}
