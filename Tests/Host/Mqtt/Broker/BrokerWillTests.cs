using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class BrokerWillTests
{
    private static readonly MqttMessage Offline = MqttMessage.FromText("gw/state", "offline", MqttQos.AtLeastOnce, retain: true);

    [Fact]
    public async Task Dropping_the_connection_publishes_the_last_will_and_retains_it()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var watcher = await fixture.ConnectAsync("watcher");
        await watcher.SubscribeAsync("gw/state", MqttQos.AtLeastOnce);
        var gateway = await fixture.ConnectAsync("gw", o => o with { Will = Offline });

        gateway.Abort();

        Assert.Equal(MqttDisconnectReason.Aborted, (await gateway.EndAsync()).Reason);
        var will = await watcher.NextMessageAsync();
        Assert.Equal(("offline", MqttQos.AtLeastOnce, false), (will.Message.PayloadText, will.Message.Qos, will.Message.Retain));
        await using var late = await fixture.ConnectAsync("late");
        await late.SubscribeAsync("gw/state", MqttQos.AtLeastOnce);
        Assert.True((await late.NextMessageAsync()).Message.Retain);
    }

    [Fact]
    public async Task Disconnecting_publishes_no_last_will()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var watcher = await fixture.ConnectAsync("watcher");
        await watcher.SubscribeAsync("#", MqttQos.AtLeastOnce);
        var gateway = await fixture.ConnectAsync("gw", o => o with { Will = Offline });

        await gateway.PublishAsync(MqttMessage.FromText("gw/last", "words", MqttQos.AtLeastOnce));
        await gateway.DisconnectAsync();

        Assert.Equal(MqttDisconnectReason.Disconnected, (await gateway.EndAsync()).Reason);
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Disconnected);
        fixture.Broker.Publish(MqttMessage.FromText("end", "end"));
        Assert.Equal("words", (await watcher.NextMessageAsync()).Message.PayloadText); // What was sent before DISCONNECT arrives.
        Assert.Equal("end", (await watcher.NextMessageAsync()).Message.PayloadText);
    }

    [Fact]
    public async Task A_client_that_falls_silent_is_dropped_and_its_will_published()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var watcher = await fixture.ConnectAsync("watcher");
        await watcher.SubscribeAsync("gw/state", MqttQos.AtLeastOnce);
        using var silent = await RawConnection.OpenAsync(fixture.Port);
        await silent.SendAsync(new ConnectPacket("gw", true, KeepAliveSeconds: 1, Offline));

        Assert.Equal("offline", (await watcher.NextMessageAsync()).Message.PayloadText);
        Assert.Equal("gw", (await fixture.Notices.NextAsync(MqttBrokerNoticeKind.KeepAliveExpired)).ClientId);
        await silent.UntilClosedAsync();
    }

    [Fact]
    public async Task A_protocol_error_publishes_the_last_will()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var watcher = await fixture.ConnectAsync("watcher");
        await watcher.SubscribeAsync("gw/state", MqttQos.AtLeastOnce);
        using var raw = await RawConnection.OpenAsync(fixture.Port);
        await raw.SendAsync(new ConnectPacket("gw", true, 0, Offline));

        await raw.SendAsync(new ConnectPacket("gw", true, 0, Offline)); // A second CONNECT is an error (section 3.1).

        Assert.Equal("offline", (await watcher.NextMessageAsync()).Message.PayloadText);
        Assert.Contains("Connect", (await fixture.Notices.NextAsync(MqttBrokerNoticeKind.ProtocolError)).Detail);
    }

    [Fact]
    public async Task A_client_dropped_by_the_brokers_owner_leaves_its_will()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var watcher = await fixture.ConnectAsync("watcher");
        await watcher.SubscribeAsync("gw/state", MqttQos.AtLeastOnce);
        await using var gateway = await fixture.ConnectAsync("gw", o => o with { Will = Offline });

        Assert.True(fixture.Broker.Disconnect("gw"));
        Assert.False(fixture.Broker.Disconnect("nobody"));

        Assert.Equal("offline", (await watcher.NextMessageAsync()).Message.PayloadText);
        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await gateway.EndAsync()).Reason);
    }
}
