namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// What the fixed header alone decides, before a byte of the body was read or stored (sections 2.2.1 to 2.2.3).
/// </summary>
internal static class HeaderRules
{
    /// <summary>Judges the first byte of a packet.</summary>
    public static MqttDecodeError CheckFirstByte(byte first, MqttPacketSender sender)
    {
        var type = first >> 4;
        var flags = first & 0x0F;
        switch (type)
        {
            case 0 or 15:
                return MqttDecodeError.ReservedPacketType;
            case 5 or 6 or 7:
                return MqttDecodeError.UnsupportedPacketType;
            case (int)MqttPacketType.Publish:
                return CheckPublishFlags(flags);
        }

        if (!MaySend(sender, (MqttPacketType)type))
        {
            return MqttDecodeError.UnexpectedPacketType;
        }

        var prescribed = (MqttPacketType)type is MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 0b0010 : 0;
        return flags == prescribed ? MqttDecodeError.None : MqttDecodeError.InvalidFlags;
    }

    /// <summary>Judges the announced length.</summary>
    public static MqttDecodeError CheckLength(byte first, int headerBytes, int remaining, int maxPacketBytes)
    {
        if (remaining > maxPacketBytes - headerBytes)
        {
            return MqttDecodeError.PacketTooLarge;
        }

        var fits = (MqttPacketType)(first >> 4) switch
        {
            MqttPacketType.PingReq or MqttPacketType.PingResp or MqttPacketType.Disconnect => remaining == 0,
            MqttPacketType.ConnAck or MqttPacketType.PubAck or MqttPacketType.UnsubAck => remaining == 2,
            _ => remaining >= 2,
        };
        return fits ? MqttDecodeError.None : MqttDecodeError.WrongLength;
    }

    private static MqttDecodeError CheckPublishFlags(int flags)
    {
        var duplicate = (flags & 0b1000) != 0;
        return (flags >> 1 & 0b11) switch
        {
            0 when duplicate => MqttDecodeError.InvalidFlags,
            2 => MqttDecodeError.UnsupportedQos,
            3 => MqttDecodeError.InvalidQos,
            _ => MqttDecodeError.None,
        };
    }

    private static bool MaySend(MqttPacketSender sender, MqttPacketType type) => type switch
    {
        MqttPacketType.PubAck => true,
        MqttPacketType.ConnAck or MqttPacketType.SubAck or MqttPacketType.UnsubAck or MqttPacketType.PingResp =>
            sender == MqttPacketSender.Server,
        _ => sender == MqttPacketSender.Client,
    };
}
