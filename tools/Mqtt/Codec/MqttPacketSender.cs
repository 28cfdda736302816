namespace ZhiSan.Edge.Mqtt;

/// <summary>Who wrote the bytes that a decoder reads; each side may send only its own packet types.</summary>
public enum MqttPacketSender
{
    /// <summary>The bytes come from a client.</summary>
    Client,

    /// <summary>The bytes come from a server.</summary>
    Server,
}
