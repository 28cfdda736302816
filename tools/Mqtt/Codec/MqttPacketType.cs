namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// Control packet types (MQTT 3.1.1 section 2.2.1). Types 5 to 7 carry QoS 2, which this library does not speak.
/// </summary>
public enum MqttPacketType : byte
{
    /// <summary>Client asks to open a session.</summary>
    Connect = 1,

    /// <summary>Server answers <see cref="Connect"/>.</summary>
    ConnAck = 2,

    /// <summary>A message, either way.</summary>
    Publish = 3,

    /// <summary>Receipt for a QoS 1 message.</summary>
    PubAck = 4,

    /// <summary>Client asks for subscriptions.</summary>
    Subscribe = 8,

    /// <summary>Server answers <see cref="Subscribe"/>.</summary>
    SubAck = 9,

    /// <summary>Client gives up subscriptions.</summary>
    Unsubscribe = 10,

    /// <summary>Server answers <see cref="Unsubscribe"/>.</summary>
    UnsubAck = 11,

    /// <summary>Client asks for a sign of life.</summary>
    PingReq = 12,

    /// <summary>Server answers <see cref="PingReq"/>.</summary>
    PingResp = 13,

    /// <summary>Client says good-bye: its last will is discarded.</summary>
    Disconnect = 14,
}
