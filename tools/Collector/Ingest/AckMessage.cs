using System.Globalization;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// How far the platform has everything of a gateway's epoch. To be published only after the commit that says so.
/// </summary>
/// <param name="Id">The gateway.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Through">The cumulative watermark.</param>
public sealed record AckMessage(GatewayId Id, uint Epoch, long Through)
{
    /// <summary>The retained message that tells the gateway.</summary>
    public MqttMessage ToMqtt() => MqttMessage.FromText(
        Id.TopicRoot + "/ack",
        string.Create(CultureInfo.InvariantCulture, $"{{\"epoch\":{Epoch},\"through\":{Through}}}"),
        MqttQos.AtLeastOnce,
        retain: true);
}
