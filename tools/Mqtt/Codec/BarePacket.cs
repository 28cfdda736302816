namespace ZhiSan.Edge.Mqtt;

/// <summary>A packet that is nothing but its type: PINGREQ, PINGRESP and DISCONNECT (sections 3.12 to 3.14).</summary>
public sealed record BarePacket : MqttPacket
{
    private BarePacket(MqttPacketType type)
        : base(type)
    {
    }

    /// <summary>PINGREQ.</summary>
    public static BarePacket PingRequest { get; } = new(MqttPacketType.PingReq);

    /// <summary>PINGRESP.</summary>
    public static BarePacket PingResponse { get; } = new(MqttPacketType.PingResp);

    /// <summary>DISCONNECT.</summary>
    public static BarePacket Disconnect { get; } = new(MqttPacketType.Disconnect);
}
