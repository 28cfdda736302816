namespace ZhiSan.Edge.Mqtt;

/// <summary>PUBLISH (section 3.3).</summary>
/// <param name="Message">The message.</param>
/// <param name="PacketId">Packet identifier; 0 if and only if the message has QoS 0.</param>
/// <param name="Duplicate">The sender may have sent it before (DUP).</param>
public sealed record PublishPacket(MqttMessage Message, ushort PacketId = 0, bool Duplicate = false)
    : MqttPacket(MqttPacketType.Publish);
