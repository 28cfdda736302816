namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// Which check a received packet failed. Every value but <see cref="None"/> means that the connection must be closed.
/// </summary>
public enum MqttDecodeError
{
    /// <summary>No error so far.</summary>
    None = 0,

    /// <summary>Packet type 0 or 15 (section 2.2.1).</summary>
    ReservedPacketType,

    /// <summary>A QoS 2 handshake packet (PUBREC, PUBREL, PUBCOMP), which this library does not speak.</summary>
    UnsupportedPacketType,

    /// <summary>A packet that only the other side may send, such as a CONNACK from a client.</summary>
    UnexpectedPacketType,

    /// <summary>Fixed header flags are not those that the packet type prescribes (section 2.2.2).</summary>
    InvalidFlags,

    /// <summary>QoS 3 in a PUBLISH or SUBSCRIBE.</summary>
    InvalidQos,

    /// <summary>A QoS 2 PUBLISH, which this library does not speak.</summary>
    UnsupportedQos,

    /// <summary>More than four length bytes (section 2.2.3).</summary>
    MalformedRemainingLength,

    /// <summary>The header announces more than the configured maximum; nothing was allocated for it.</summary>
    PacketTooLarge,

    /// <summary>The announced length cannot be right for a packet of this type.</summary>
    WrongLength,

    /// <summary>A field reaches beyond the end of its packet.</summary>
    FieldBeyondPacket,

    /// <summary>Bytes are left over behind the last field.</summary>
    TrailingBytes,

    /// <summary>A string is not well-formed UTF-8 (section 1.5.3).</summary>
    InvalidUtf8,

    /// <summary>A string contains U+0000 (section 1.5.3).</summary>
    NullCharacter,

    /// <summary>An empty topic name, or one with a wildcard (section 3.3.2.1).</summary>
    InvalidTopicName,

    /// <summary>An empty topic filter, or a misplaced wildcard (section 4.7.1).</summary>
    InvalidTopicFilter,

    /// <summary>More than <see cref="MqttLimits.MaxTopicLevels"/> levels in a topic name or filter.</summary>
    TopicTooDeep,

    /// <summary>Packet identifier 0 (section 2.3.1).</summary>
    ZeroPacketId,

    /// <summary>The protocol name is not "MQTT" (section 3.1.2.1).</summary>
    InvalidProtocolName,

    /// <summary>The protocol level is not 4; a server answers return code 1 before it closes (section 3.1.2.2).</summary>
    UnsupportedProtocolLevel,

    /// <summary>
    /// The reserved CONNECT flag is set, or will and password flags contradict each other (section 3.1.2.3 and on).
    /// </summary>
    InvalidConnectFlags,

    /// <summary>A SUBSCRIBE, SUBACK or UNSUBSCRIBE without any entry.</summary>
    EmptyList,

    /// <summary>A CONNACK or SUBACK code that the standard does not define, or reserved acknowledge flags.</summary>
    InvalidReturnCode,
}
