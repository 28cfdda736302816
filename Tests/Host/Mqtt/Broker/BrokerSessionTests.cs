using System.Linq;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class BrokerSessionTests
{
    [Fact]
    public async Task A_persistent_session_keeps_qos_1_messages_in_order_while_the_client_is_away()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        var first = await fixture.ConnectAsync("gw", Persistent);
        Assert.False(first.SessionPresent);
        await first.SubscribeAsync("cmd/#", MqttQos.AtLeastOnce);
        await first.DisconnectAsync();
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Disconnected);

        fixture.Broker.Publish(MqttMessage.FromText("cmd/a", "one", MqttQos.AtLeastOnce));
        fixture.Broker.Publish(MqttMessage.FromText("cmd/b", "of the moment", MqttQos.AtMostOnce));
        fixture.Broker.Publish(MqttMessage.FromText("cmd/a", "two", MqttQos.AtLeastOnce));
        Assert.Equal(2, Assert.Single(fixture.Broker.Sessions).Queued);

        await using var second = await fixture.ConnectAsync("gw", Persistent);
        Assert.True(second.SessionPresent);
        Assert.Equal("one", (await second.NextMessageAsync()).Message.PayloadText);
        Assert.Equal("two", (await second.NextMessageAsync()).Message.PayloadText);
    }

    [Fact]
    public async Task A_clean_session_discards_what_an_earlier_one_left()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using (var earlier = await fixture.ConnectAsync("gw", Persistent))
        {
            await earlier.SubscribeAsync("a", MqttQos.AtLeastOnce);
        }

        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Lost);
        await using var clean = await fixture.ConnectAsync("gw");
        Assert.False(clean.SessionPresent);
        Assert.Equal(0, Assert.Single(fixture.Broker.Sessions).Subscriptions);
        await clean.DisconnectAsync();
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Disconnected);
        Assert.Empty(fixture.Broker.Sessions);
    }

    [Fact]
    public async Task Messages_without_puback_come_again_with_dup_first_and_in_order()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        var first = await fixture.ConnectAsync("platform", o => Persistent(o) with { ManualAcknowledge = true });
        await first.SubscribeAsync("pages", MqttQos.AtLeastOnce);
        foreach (var page in new[] { "1", "2", "3" })
        {
            fixture.Broker.Publish(MqttMessage.FromText("pages", page, MqttQos.AtLeastOnce));
        }

        var received = new[] { await first.NextMessageAsync(), await first.NextMessageAsync(), await first.NextMessageAsync() };
        Assert.All(received, message => Assert.False(message.Duplicate));
        first.Acknowledge(received[1].PacketId);
        await Wait.UntilAsync(() => fixture.Broker.Sessions[0].Inflight == 2, "the broker sees the acknowledgement");
        first.Abort();
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Lost);
        fixture.Broker.Publish(MqttMessage.FromText("pages", "4", MqttQos.AtLeastOnce));

        await using var second = await fixture.ConnectAsync("platform", Persistent);
        var again = new[] { await second.NextMessageAsync(), await second.NextMessageAsync(), await second.NextMessageAsync() };
        Assert.Equal(["1", "3", "4"], again.Select(message => message.Message.PayloadText));
        Assert.Equal([true, true, false], again.Select(message => message.Duplicate));
        Assert.Equal([received[0].PacketId, received[2].PacketId], again.Take(2).Select(message => message.PacketId));
        await Wait.UntilAsync(() => fixture.Broker.Sessions[0] is { Inflight: 0, Queued: 0 }, "all is acknowledged");
    }

    [Fact]
    public async Task No_more_than_the_window_is_on_its_way_unacknowledged()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxInflightPerSession = 2 });
        await using var client = await fixture.ConnectAsync("slow", o => o with { ManualAcknowledge = true });
        await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
        for (var i = 0; i < 5; i++)
        {
            fixture.Broker.Publish(MqttMessage.FromText("a", $"{i}", MqttQos.AtLeastOnce));
        }

        await client.NextMessageAsync();
        var second = await client.NextMessageAsync();
        await client.UnsubscribeAsync(["unrelated"]); // A round trip: a third message would have come before its answer.
        Assert.False(client.Events.TryRead(out _));
        Assert.Equal((2, 3), (fixture.Broker.Sessions[0].Inflight, fixture.Broker.Sessions[0].Queued));

        client.Acknowledge(second.PacketId);
        Assert.Equal("2", (await client.NextMessageAsync()).Message.PayloadText);
    }

    [Fact]
    public async Task A_full_offline_queue_refuses_the_newest_and_counts()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxQueuedMessagesPerSession = 3 });
        await using (var client = await fixture.ConnectAsync("gw", Persistent))
        {
            await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
        }

        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Lost);
        await using var publisher = await fixture.ConnectAsync("publisher");
        for (var i = 0; i < 5; i++)
        {
            await publisher.PublishAckedAsync("a", $"{i}");
        }

        Assert.Equal("gw", (await fixture.Notices.NextAsync(MqttBrokerNoticeKind.MessageDropped)).ClientId);
        Assert.Equal(2, fixture.Broker.Statistics.DroppedQueueFull);
        Assert.Equal((3, 2L), fixture.Broker.Sessions.Where(s => s.ClientId == "gw").Select(s => (s.Queued, s.Dropped)).Single());

        await using var back = await fixture.ConnectAsync("gw", Persistent);
        foreach (var expected in new[] { "0", "1", "2" })
        {
            Assert.Equal(expected, (await back.NextMessageAsync()).Message.PayloadText);
        }

        await publisher.PublishAckedAsync("a", "5"); // The queue has room again.
        Assert.Equal("5", (await back.NextMessageAsync()).Message.PayloadText);
    }

    [Fact]
    public async Task A_queue_is_bounded_in_bytes_too()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxQueuedBytesPerSession = 10_000 });
        await using (var client = await fixture.ConnectAsync("gw", Persistent))
        {
            await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
        }

        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Lost);
        for (var i = 0; i < 10; i++)
        {
            fixture.Broker.Publish(new MqttMessage("a", new byte[4000], MqttQos.AtLeastOnce));
        }

        Assert.Equal((3, 7L), (fixture.Broker.Sessions[0].Queued, fixture.Broker.Sessions[0].Dropped));
    }

    [Fact]
    public async Task The_same_client_identifier_takes_over_and_says_the_last_word()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var watcher = await fixture.ConnectAsync("watcher");
        await watcher.SubscribeAsync("gw/state", MqttQos.AtLeastOnce);
        var older = await fixture.ConnectAsync("gw", o => Persistent(o) with { Will = Offline });
        await older.SubscribeAsync("cmd", MqttQos.AtLeastOnce);

        await using var newer = await fixture.ConnectAsync("gw", o => Persistent(o) with { Will = Offline });
        await newer.PublishAckedAsync("gw/state", "online", retain: true);

        Assert.True(newer.SessionPresent);
        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await older.EndAsync()).Reason);
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.TakenOver);
        Assert.Equal("offline", (await watcher.NextMessageAsync()).Message.PayloadText);
        Assert.Equal("online", (await watcher.NextMessageAsync()).Message.PayloadText);
        fixture.Broker.Publish(MqttMessage.FromText("cmd", "hello", MqttQos.AtLeastOnce));
        Assert.Equal("hello", (await newer.NextMessageAsync()).Message.PayloadText);
    }

    private static MqttMessage Offline => MqttMessage.FromText("gw/state", "offline", MqttQos.AtLeastOnce, retain: true);

    private static MqttClientOptions Persistent(MqttClientOptions options) => options with { CleanSession = false };
}
