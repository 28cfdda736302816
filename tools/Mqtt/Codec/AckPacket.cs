namespace ZhiSan.Edge.Mqtt;

/// <summary>A packet that carries nothing but a packet identifier: PUBACK and UNSUBACK (sections 3.4 and 3.11).</summary>
public sealed record AckPacket : MqttPacket
{
    private AckPacket(MqttPacketType type, ushort packetId)
        : base(type) => PacketId = packetId;

    /// <summary>Identifier of the packet that is acknowledged; not 0.</summary>
    public ushort PacketId { get; }

    /// <summary>PUBACK.</summary>
    public static AckPacket Publish(ushort packetId) => new(MqttPacketType.PubAck, packetId);

    /// <summary>UNSUBACK.</summary>
    public static AckPacket Unsubscribe(ushort packetId) => new(MqttPacketType.UnsubAck, packetId);
}
