using System;
using System.Net;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class BrokerLifecycleTests
{
    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var second = new MqttBroker();

        var exception = await Assert.ThrowsAsync<MqttBindException>(
            () => second.StartAsync(new IPEndPoint(IPAddress.Loopback, fixture.Port)));

        Assert.Contains($"port {fixture.Port}", exception.Message);
        Assert.Contains("in use", exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public async Task A_crash_drops_every_connection_and_forgets_everything()
    {
        var before = await BrokerFixture.StartAsync();
        var port = before.Port;
        var watcher = await before.ConnectAsync("watcher", o => o with { CleanSession = false });
        await watcher.SubscribeAsync("#", MqttQos.AtLeastOnce);
        var gateway = await before.ConnectAsync(
            "gw", o => o with { Will = MqttMessage.FromText("gw/state", "offline", MqttQos.AtLeastOnce, retain: true) });
        await gateway.PublishAckedAsync("gw/state", "online", retain: true);
        Assert.Equal("online", (await watcher.NextMessageAsync()).Message.PayloadText);

        before.Broker.Abort();

        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await gateway.EndAsync()).Reason);
        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await watcher.EndAsync()).Reason); // And no last will before it.
        await before.DisposeAsync();

        for (var restart = 0; restart < 3; restart++)
        {
            await using var after = await BrokerFixture.StartAsync(port: port); // The port is free at once.
            await using var again = await after.ConnectAsync("watcher", o => o with { CleanSession = false });
            Assert.False(again.SessionPresent);
            Assert.Equal(0, after.Broker.Statistics.Retained);
        }
    }

    [Fact]
    public async Task Stopping_sends_what_is_on_its_way_and_publishes_no_wills()
    {
        var fixture = await BrokerFixture.StartAsync();
        await using var watcher = await fixture.ConnectAsync("watcher", o => o with { EventCapacity = 10_000 });
        await watcher.SubscribeAsync("#", MqttQos.AtMostOnce);
        await using var gateway = await fixture.ConnectAsync("gw", o => o with { Will = MqttMessage.FromText("will", "") });
        for (var i = 0; i < 2000; i++)
        {
            fixture.Broker.Publish(MqttMessage.FromText("a", $"{i}"));
        }

        await fixture.Broker.StopAsync();

        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal($"{i}", (await watcher.NextMessageAsync()).Message.PayloadText);
        }

        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await watcher.NextAsync<MqttDisconnected>()).Reason);
        Assert.Throws<InvalidOperationException>(() => { _ = fixture.Broker.StartAsync(new IPEndPoint(IPAddress.Loopback, 0)); });
    }

    [Fact]
    public async Task A_client_that_does_not_read_cannot_keep_the_broker_from_stopping()
    {
        var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { StopTimeout = TimeSpan.FromMilliseconds(100) });
        using var stuck = await RawConnection.OpenSessionAsync(fixture.Port, "stuck");
        await stuck.SendAsync(new SubscribePacket(1, [new MqttSubscription("#", MqttQos.AtMostOnce)]));
        await Wait.UntilAsync(() => fixture.Broker.Sessions[0].Subscriptions == 1, "the subscription");
        for (var i = 0; i < 100; i++)
        {
            fixture.Broker.Publish(new MqttMessage("a", new byte[200_000]));
        }

        await fixture.Broker.StopAsync().WaitAsync(Wait.Limit);
    }
}
