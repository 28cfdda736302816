using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class BrokerInterceptTests
{
    [Theory]
    [InlineData(MqttInterceptVerdict.Deliver, true, true)]
    [InlineData(MqttInterceptVerdict.AcknowledgeAndDrop, true, false)]
    [InlineData(MqttInterceptVerdict.DeliverUnacknowledged, false, true)]
    [InlineData(MqttInterceptVerdict.Ignore, false, false)]
    public async Task A_message_fails_in_the_way_that_was_asked_for(MqttInterceptVerdict verdict, bool isAcked, bool isDelivered)
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions
        {
            Intercept = publish => publish is { ClientId: "publisher", Message.Topic: "pages" }
                ? verdict
                : MqttInterceptVerdict.Deliver,
        });
        await using var subscriber = await fixture.ConnectAsync("subscriber");
        await subscriber.SubscribeAsync("#", MqttQos.AtLeastOnce);
        await using var publisher = await fixture.ConnectAsync("publisher");

        var page = await publisher.PublishAsync(MqttMessage.FromText("pages", "page", MqttQos.AtLeastOnce));
        var end = await publisher.PublishAsync(MqttMessage.FromText("end", "end", MqttQos.AtLeastOnce));

        Assert.Equal(isAcked ? page : end, (await publisher.NextAsync<MqttPublishAcked>()).PacketId);
        Assert.Equal(isDelivered ? "page" : "end", (await subscriber.NextMessageAsync()).Message.PayloadText);
    }

    [Fact]
    public async Task A_message_can_cost_its_publisher_the_connection()
    {
        await using var fixture = await BrokerFixture.StartAsync(
            new MqttBrokerOptions { Intercept = _ => MqttInterceptVerdict.DropConnection });
        await using var publisher = await fixture.ConnectAsync("publisher");
        await publisher.PublishAsync(MqttMessage.FromText("a", "b"));
        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await publisher.EndAsync()).Reason);
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Dropped);
    }
}
