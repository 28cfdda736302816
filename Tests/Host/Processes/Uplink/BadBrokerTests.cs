using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Tests.Host.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Processes.Uplink;

/// <summary>A broker that does not do its work, and the real gateway and collector.</summary>
public sealed class BadBrokerTests : IDisposable
{
    private const string GatewayName = "yunwu/gw1";

    private readonly FieldRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_broker_that_swallows_every_publish_is_left_again_and_again_and_costs_nothing()
    {
        bool swallows = true;
        await using BrokerFixture broker = await StartAsync(publish =>
            Volatile.Read(ref swallows) && publish.ClientId == GatewayName ? MqttInterceptVerdict.Ignore : MqttInterceptVerdict.Deliver);
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(broker.Port);
        await _rig.UntilSaidAsync("connection given up", times: 4);

        Volatile.Write(ref swallows, false);
        await _rig.UntilMoreIsAcknowledgedAsync();
        await _rig.AssertEverythingArrivesOnceAsync(broker.Port);
    }

    [Fact]
    public async Task A_broker_that_loses_one_message_and_takes_the_others_gets_it_again()
    {
        int pages = 0;
        await using BrokerFixture broker = await StartAsync(publish =>
            publish.Message.Topic.EndsWith("/pages", StringComparison.Ordinal) && Interlocked.Increment(ref pages) == 3
                ? MqttInterceptVerdict.Ignore
                : MqttInterceptVerdict.Deliver);
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(broker.Port);

        // More than the window has slots: those behind the lost one are all taken.
        await _rig.UntilAsync(() => Volatile.Read(ref pages) > 8, "messages behind the lost one");
        await _rig.UntilSaidAsync("link up", times: 2);
        await _rig.UntilMoreIsAcknowledgedAsync();
        await _rig.AssertEverythingArrivesOnceAsync(broker.Port);
    }

    [Fact]
    public async Task Acknowledgements_that_never_come_make_duplicates_that_the_platform_drops()
    {
        int pages = 0;
        await using BrokerFixture broker = await StartAsync(publish =>
            publish.Message.Topic.EndsWith("/pages", StringComparison.Ordinal) && Interlocked.Increment(ref pages) % 5 == 0
                ? MqttInterceptVerdict.DeliverUnacknowledged
                : MqttInterceptVerdict.Deliver);
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(broker.Port);
        await _rig.UntilMoreIsAcknowledgedAsync(200);
        await _rig.AssertEverythingArrivesOnceAsync(broker.Port);
    }

    [Fact]
    public async Task A_broker_that_is_full_is_no_matter_of_credentials_and_is_asked_again()
    {
        var door = new Door();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new MqttBrokerOptions { Authenticator = door });
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(broker.Port);
        await _rig.UntilSaidAsync("ServerUnavailable", times: 3);

        door.IsFull = false;
        await _rig.UntilMoreIsAcknowledgedAsync();
        await _rig.AssertEverythingArrivesOnceAsync(broker.Port);
        HashSet<string> causes = Ledger.Read(_rig.Database).Interruptions.Select(one => one.Cause).ToHashSet();
        Assert.Contains("broker", causes);
        Assert.DoesNotContain("credentials", causes);
    }

    private static Task<BrokerFixture> StartAsync(Func<MqttPublish, MqttInterceptVerdict> intercept) =>
        BrokerFixture.StartAsync(new MqttBrokerOptions { Intercept = intercept });

    private sealed class Door : IMqttAuthenticator
    {
        private volatile bool _isFull = true;

        public bool IsFull
        {
            set => _isFull = value;
        }

        public ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancel) => new(
            _isFull && credentials.ClientId == GatewayName
                ? MqttAuthentication.Deny(MqttConnectReturnCode.ServerUnavailable)
                : MqttAuthentication.Allow(credentials.ClientId));
    }
}
