using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class BrokerDeliveryTests
{
    [Theory]
    [InlineData(MqttQos.AtMostOnce, MqttQos.AtMostOnce, MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtMostOnce, MqttQos.AtLeastOnce, MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce, MqttQos.AtMostOnce, MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce, MqttQos.AtLeastOnce, MqttQos.AtLeastOnce)]
    public async Task A_message_arrives_with_the_lower_of_both_qos(MqttQos published, MqttQos subscribed, MqttQos delivered)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var subscriber = await fixture.ConnectAsync("subscriber");
        await using var publisher = await fixture.ConnectAsync("publisher");
        Assert.Equal((MqttSubscribeCode)subscribed, await subscriber.SubscribeAsync("tea/+/live", subscribed));

        Assert.True(publisher.TryPublish(MqttMessage.FromText("tea/gw-1/live", "21.5 °C", published), out var packetId));

        Assert.Equal(published == MqttQos.AtLeastOnce, packetId != 0);
        var received = await subscriber.NextMessageAsync();
        Assert.Equal("tea/gw-1/live", received.Message.Topic);
        Assert.Equal(("21.5 °C", delivered), (received.Message.PayloadText, received.Message.Qos));
        Assert.False(received.Message.Retain);
        Assert.False(received.Duplicate);
    }

    [Fact]
    public async Task Overlapping_subscriptions_deliver_once_with_the_highest_qos()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("both");
        await client.SubscribeAsync("a/#", MqttQos.AtMostOnce);
        await client.SubscribeAsync("a/+", MqttQos.AtLeastOnce);
        await client.SubscribeAsync("a/b", MqttQos.AtMostOnce);

        fixture.Broker.Publish(MqttMessage.FromText("a/b", "once", MqttQos.AtLeastOnce));
        fixture.Broker.Publish(MqttMessage.FromText("a/b", "end", MqttQos.AtLeastOnce));

        var first = await client.NextMessageAsync();
        var second = await client.NextMessageAsync();
        Assert.Equal(("once", MqttQos.AtLeastOnce), (first.Message.PayloadText, first.Message.Qos));
        Assert.Equal("end", second.Message.PayloadText);
    }

    [Fact]
    public async Task A_subscription_to_qos_2_is_granted_as_qos_1()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var raw = await RawConnection.OpenSessionAsync(fixture.Port, "wants-2");

        await raw.SendAsync(new SubscribePacket(7, [new MqttSubscription("a", MqttQos.ExactlyOnce)]));

        var answer = Assert.IsType<SubAckPacket>(await raw.ReceiveAsync());
        Assert.Equal([MqttSubscribeCode.GrantedQos1], answer.Codes);
    }

    [Fact]
    public async Task After_unsubscribing_nothing_more_arrives()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await client.SubscribeAsync("b", MqttQos.AtLeastOnce);

        await client.UnsubscribeAsync(["a", "never-subscribed"]);
        fixture.Broker.Publish(MqttMessage.FromText("a", "unwanted"));
        fixture.Broker.Publish(MqttMessage.FromText("b", "wanted"));

        Assert.Equal("wanted", (await client.NextMessageAsync()).Message.PayloadText);
    }

    [Fact]
    public async Task Wildcards_at_the_front_do_not_see_dollar_topics()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync("#", MqttQos.AtMostOnce);
        await client.SubscribeAsync("+/state", MqttQos.AtMostOnce);
        fixture.Broker.Publish(MqttMessage.FromText("$internal/state", "hidden"));
        fixture.Broker.Publish(MqttMessage.FromText("open/state", "seen"));

        Assert.Equal("seen", (await client.NextMessageAsync()).Message.PayloadText);
    }

    [Fact]
    public async Task The_retained_message_greets_a_new_subscriber_and_an_empty_one_removes_it()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var publisher = await fixture.ConnectAsync("publisher");
        await publisher.PublishAckedAsync("gw-1/state", "old", retain: true);
        await publisher.PublishAckedAsync("gw-1/state", "online", retain: true);
        await publisher.PublishAckedAsync("gw-2/state", "online", retain: true);

        await using var early = await fixture.ConnectAsync("early");
        await early.SubscribeAsync("gw-1/state", MqttQos.AtLeastOnce);
        var greeting = await early.NextMessageAsync();
        Assert.Equal(("online", true), (greeting.Message.PayloadText, greeting.Message.Retain));

        await publisher.PublishAckedAsync("gw-1/state", "", retain: true);
        var removal = await early.NextMessageAsync();
        Assert.Equal(("", false), (removal.Message.PayloadText, removal.Message.Retain));
        await using var late = await fixture.ConnectAsync("late");
        await late.SubscribeAsync("+/state", MqttQos.AtLeastOnce);
        Assert.Equal("gw-2/state", (await late.NextMessageAsync()).Message.Topic);
        Assert.Equal(1, fixture.Broker.Statistics.Retained);
    }

    [Fact]
    public async Task More_retained_messages_than_the_queue_holds_still_reach_a_new_subscriber()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxQueuedMessagesPerSession = 10 });
        for (var i = 0; i < 500; i++)
        {
            fixture.Broker.Publish(MqttMessage.FromText($"gw-{i}/state", "online", MqttQos.AtLeastOnce, retain: true));
        }

        await using var client = await fixture.ConnectAsync("platform");
        await client.SubscribeAsync("+/state", MqttQos.AtLeastOnce);

        var topics = new HashSet<string>();
        while (topics.Count < 500)
        {
            topics.Add((await client.NextMessageAsync()).Message.Topic);
        }

        Assert.Equal(0, fixture.Broker.Statistics.DroppedQueueFull);
    }

    [Fact]
    public async Task Thousands_of_messages_arrive_in_order_and_each_once()
    {
        const int Count = 5000;
        await using var fixture = await BrokerFixture.StartAsync();
        await using var subscriber = await fixture.ConnectAsync("subscriber");
        await using var publisher = await fixture.ConnectAsync("publisher");
        await subscriber.SubscribeAsync("pages", MqttQos.AtLeastOnce);
        var body = new string('x', 4000);

        var receiving = Task.Run(async () =>
        {
            var numbers = new List<int>();
            while (numbers.Count < Count)
            {
                numbers.Add(int.Parse((await subscriber.NextMessageAsync()).Message.PayloadText.Split(' ')[0]));
            }

            return numbers;
        });
        for (var i = 0; i < Count; i++)
        {
            await publisher.PublishAsync(MqttMessage.FromText("pages", $"{i} {body}", MqttQos.AtLeastOnce));
            while (publisher.Events.TryRead(out _))
            {
            }
        }

        Assert.Equal(Enumerable.Range(0, Count), await receiving);
    }

    [Fact]
    public async Task A_client_within_the_process_needs_no_network()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var inside = await fixture.ConnectAsync(
            "inside", options => options with { Host = "embedded", OpenStream = fixture.Broker.OpenLocalStreamAsync });
        await using var outside = await fixture.ConnectAsync("outside");
        await inside.SubscribeAsync("#", MqttQos.AtLeastOnce);

        await outside.PublishAckedAsync("a", new string('x', 200_000));
        Assert.Equal(200_000, (await inside.NextMessageAsync()).Message.Payload.Length);

        fixture.Broker.Abort();
        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await inside.EndAsync()).Reason);
    }
}
