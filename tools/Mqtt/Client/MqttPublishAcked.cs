namespace ZhiSan.Edge.Mqtt;

/// <summary>The broker took over a QoS 1 message that was published on this connection.</summary>
/// <param name="PacketId">What publishing it returned.</param>
public sealed record MqttPublishAcked(ushort PacketId) : MqttEvent;
