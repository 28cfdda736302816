namespace ZhiSan.Edge.Mqtt;

/// <summary>A control packet (MQTT 3.1.1 section 2).</summary>
/// <param name="Type">Packet type.</param>
public abstract record MqttPacket(MqttPacketType Type);
