using System;
using System.Collections.Generic;
using System.Reflection;
using System.Text;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Uplink;
using ZhiSan.Edge.Device;
using ZhiSan.Edge.Device.Supervision;
using ZhiSan.Edge.Device.Uplink;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>M2Mqtt's manners (device-facts) and what the adapter makes of them.</summary>
public sealed class UplinkTests : IDisposable
{
    private const string Password = "very secret";

    private readonly FakeBroker broker = new();
    private readonly FakeBroker second = new();
    private readonly TestSystem system = new();
    private readonly AutoResetEvent wake = new(false);
    private readonly UplinkEvent taken = new(new byte[UplinkEvent.MaxPayloadBytes]);
    private readonly Topics topics = new("site", "gw");

    public void Dispose()
    {
        broker.Dispose();
        second.Dispose();
    }

    [Fact]
    public void Connection_is_up_when_its_subscription_is_answered_and_results_come_back_by_token()
    {
        MqttUplink uplink = Make();
        uplink.Connect(false);
        Assert.Equal(UplinkEventKind.Up, Next(uplink));

        Assert.True(uplink.Publish(Message(17)));

        Assert.Equal(UplinkEventKind.Result, Next(uplink));
        Assert.Equal((17, true), (taken.Token, taken.Accepted));
        Assert.Equal("page", broker.Next("/pages").Text);
        uplink.Leave();
    }

    [Fact]
    public void Phases_of_an_attempt_are_told_in_order()
    {
        MqttUplink uplink = Make();
        uplink.Connect(false);
        foreach (byte phase in new[] { ConnectPhase.Network, ConnectPhase.Dns, ConnectPhase.Tcp })
        {
            Until(() => uplink.Take(taken));
            Assert.Equal((UplinkEventKind.Phase, phase), (taken.Kind, taken.Cause));
        }

        Assert.Equal(UplinkEventKind.Up, Next(uplink));
        uplink.Leave();
    }

    [Fact]
    public void Answer_that_comes_before_publish_returns_is_not_lost()
    {
        broker.AnswersBeforePublishReturns = true;
        MqttUplink uplink = Connected();

        uplink.Publish(Message(17));

        Assert.Equal(UplinkEventKind.Result, Next(uplink));
        Assert.Equal((17, true), (taken.Token, taken.Accepted));
        uplink.Leave();
    }

    [Fact]
    public void Colliding_packet_ids_refuse_the_older_message()
    {
        broker.SwallowsPublishes = true;
        broker.FixedPacketId = 9;
        MqttUplink uplink = Connected();
        uplink.Publish(Message(1));
        broker.Next("/pages");

        uplink.Publish(Message(2));

        Assert.Equal(UplinkEventKind.Result, Next(uplink));
        Assert.Equal((1, false), (taken.Token, taken.Accepted));
        uplink.Disconnect();
    }

    [Fact]
    public void Message_from_the_broker_arrives_whole()
    {
        MqttUplink uplink = Connected();

        broker.Client!.Deliver(topics.Ack, Encoding.UTF8.GetBytes("{}"));

        Assert.Equal(UplinkEventKind.Message, Next(uplink));
        Assert.Equal((topics.Ack, 2), (taken.Topic, taken.PayloadLength));
        uplink.Leave();
    }

    [Fact]
    public void Name_that_does_not_resolve_is_a_DNS_failure()
    {
        MqttUplink uplink = Make(host: "no-such-host.test");
        uplink.Connect(false);

        FailsWith(uplink, IncidentCause.Dns, "no-such-host.test does not resolve");
    }

    [Theory]
    [InlineData(MqttReasonCode.ConnectionRefusedBadUserNameOrPassword, true)]
    [InlineData(MqttReasonCode.ConnectionRefusedNotAuthorized, true)]
    [InlineData(MqttReasonCode.ConnectionRefusedIdentifierRejected, true)]
    [InlineData(MqttReasonCode.ServerUnavailable, false)]
    public void Refusal_tells_credentials_from_a_broker_in_trouble(MqttReasonCode answer, bool credentials)
    {
        broker.Answer = answer;
        MqttUplink uplink = Make();
        uplink.Connect(false);

        FailsWith(uplink, credentials ? IncidentCause.Credentials : IncidentCause.Broker, "the broker refuses");
    }

    [Fact]
    public void Refused_subscription_is_a_matter_of_credentials()
    {
        broker.RefusesSubscription = true;
        MqttUplink uplink = Make();
        uplink.Connect(false);

        FailsWith(uplink, IncidentCause.Credentials, "the broker refuses the subscription");
    }

    [Fact]
    public void Failed_connect_and_a_broken_connection_close_the_client()
    {
        broker.BeforeConnect = () => throw new InvalidOperationException("no route");
        MqttUplink uplink = Make();
        uplink.Connect(false);
        FailsWith(uplink, IncidentCause.Broker, "no route");
        Until(() => Count("close") == 1);

        broker.BeforeConnect = null;
        uplink.Connect(false);
        Assert.Equal(UplinkEventKind.Up, Next(uplink));
        broker.Client!.Break();
        FailsWith(uplink, IncidentCause.Broker, "the connection ended");
        Until(() => Count("close") == 2);
    }

    [Fact]
    public void Hanging_client_is_abandoned_replaced_and_its_late_news_is_history()
    {
        using ManualResetEventSlim release = new(false);
        broker.BeforeConnect = release.Wait;
        MqttUplink uplink = Make();
        uplink.Connect(false);
        Until(() => Count("connect site/gw") == 1);

        broker.BeforeConnect = null;
        uplink.Connect(false);
        Assert.Equal(UplinkEventKind.Up, Next(uplink));
        int connection = taken.Connection;
        release.Set();
        Until(() => Count("close") == 1);

        uplink.Publish(Message(5));
        Assert.Equal(UplinkEventKind.Result, Next(uplink));
        Assert.Equal((connection, 5), (taken.Connection, taken.Token));
        uplink.Leave();
    }

    [Fact]
    public void Only_two_clients_may_hang_and_when_none_ever_comes_back_the_gateway_restarts()
    {
        using ManualResetEventSlim release = new(false);
        broker.BeforeConnect = release.Wait;
        MqttUplink uplink = Make();
        for (int i = 1; i <= 2; i++)
        {
            uplink.Connect(false);
            int expected = i;
            Until(() => Count("connect site/gw") == expected);
        }

        uplink.Connect(false);
        FailsWith(uplink, IncidentCause.Broker, "earlier connection attempts still hang");
        Assert.False(system.Rebooted.IsSet);
        for (int i = 0; i < 25; i++)
        {
            uplink.Connect(false);
        }

        Assert.True(system.Rebooted.IsSet);
        Assert.Equal(2, Count("connect site/gw"));
        release.Set();
    }

    [Fact]
    public void Second_broker_is_used_when_the_core_says_so()
    {
        MqttUplink uplink = Make();
        uplink.Connect(true);

        Assert.Equal(UplinkEventKind.Up, Next(uplink));
        Assert.NotNull(second.Client);
        Assert.Null(broker.Client);
        uplink.Leave();
    }

    [Fact]
    public void Full_outbox_is_said_and_not_waited_for()
    {
        using ManualResetEventSlim release = new(false);
        broker.BeforePublish = release.Wait;
        MqttUplink uplink = Connected();
        int accepted = 0;
        while (uplink.Publish(Message(accepted)))
        {
            accepted++;
            Assert.True(accepted < 100, "the outbox has no end");
        }

        Assert.Equal(Outbox.Slots, accepted);
        uplink.Disconnect();
        release.Set();
    }

    [Fact]
    public void Client_queue_that_is_full_refuses_the_message_and_keeps_the_connection()
    {
        broker.BeforePublish = () => throw new nanoFramework.M2Mqtt.Exceptions.MqttClientException();
        MqttUplink uplink = Connected();

        uplink.Publish(Message(3));

        Assert.Equal(UplinkEventKind.Result, Next(uplink));
        Assert.Equal((3, false), (taken.Token, taken.Accepted));
        Assert.Equal(0, Count("close"));
        uplink.Leave();
    }

    [Fact]
    public void Leaving_sends_what_was_handed_over_and_says_goodbye()
    {
        MqttUplink uplink = Connected();
        for (int i = 0; i < 5; i++)
        {
            uplink.Publish(Message(i));
        }

        uplink.Leave();

        for (int i = 0; i < 5; i++)
        {
            broker.Next("/pages");
        }

        Assert.Equal(1, Count("disconnect"));
    }

    private MqttUplink Connected()
    {
        MqttUplink uplink = Make();
        uplink.Connect(false);
        Assert.Equal(UplinkEventKind.Up, Next(uplink));
        return uplink;
    }

    private MqttUplink Make(string? host = null)
    {
        Panic panic = new(new PanicFile("/no/such/folder/panic.txt"), system);
        return new MqttUplink(
            Settings(host ?? broker.Host), Settings(second.Host), new PresentNetwork(), new EventInbox(wake), new DeviceClock(false), panic);
    }

    private UplinkSettings Settings(string host)
    {
        GatewayConfiguration configuration = new(new MemoryStore());
        configuration.SetCurrent(ConfigurationKeys.Site, "site");
        configuration.SetCurrent(ConfigurationKeys.Gateway, "gw");
        configuration.SetCurrent(ConfigurationKeys.BrokerHost, host);
        configuration.SetCurrent(ConfigurationKeys.BrokerUser, "gw");
        configuration.SetCurrent(ConfigurationKeys.BrokerPassword, Password);
        Assert.Equal(StoreStatus.Ok, configuration.Save(GatewayConfiguration.BySerial));
        return new UplinkSettings(configuration, false, topics);
    }

    // The core alone fills outputs.
    private GatewayOutput Message(int token)
    {
        GatewayOutput output = new();
        byte[] payload = Encoding.UTF8.GetBytes("page");
        MethodInfo set = typeof(GatewayOutput).GetMethod("SetPublish", BindingFlags.Instance | BindingFlags.NonPublic)!;
        set.Invoke(output, [topics.Pages, payload, payload.Length, 1, false, token]);
        return output;
    }

    // News of the attempt's progress is no result.
    private UplinkEventKind Next(MqttUplink uplink)
    {
        Until(() => uplink.Take(taken) && taken.Kind != UplinkEventKind.Phase);
        return taken.Kind;
    }

    private void FailsWith(MqttUplink uplink, byte cause, string detail)
    {
        Assert.Equal(UplinkEventKind.Down, Next(uplink));
        Assert.Equal(IncidentCause.Name(cause), IncidentCause.Name(taken.Cause));
        Assert.Contains(detail, taken.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, taken.Detail, StringComparison.Ordinal);
        Assert.Equal(taken.Detail, uplink.LastFailure);
    }

    private int Count(string begin)
    {
        int count = 0;
        foreach (string line in new List<string>(broker.Log))
        {
            count += line.StartsWith(begin, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }

    private static void Until(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(2)), "it never happens");
}
