namespace ZhiSan.Edge.Mqtt;

/// <summary>All limits of the codec in one place. Numbers without a comment are fixed by MQTT 3.1.1.</summary>
public static class MqttLimits
{
    /// <summary>Largest remaining length that four length bytes can announce (section 2.2.3).</summary>
    public const int MaxRemainingLengthBytes = 268_435_455;

    /// <summary>Length bytes in a fixed header at most (section 2.2.3).</summary>
    public const int MaxRemainingLengthFieldBytes = 4;

    /// <summary>Largest UTF-8 string or binary field (section 1.5.3).</summary>
    public const int MaxFieldBytes = 65_535;

    /// <summary>
    /// Largest whole packet accepted unless configured otherwise. Our choice: 64 times our largest page message.
    /// </summary>
    public const int DefaultMaxPacketBytes = 256 * 1024;

    /// <summary>
    /// Levels in a topic name or filter at most. Our choice: the standard names none, but the subscription tree is as deep as a
    /// filter, and a topic of 65,535 slashes must not be able to grow or walk it.
    /// </summary>
    public const int MaxTopicLevels = 128;

    /// <summary>Protocol level of MQTT 3.1.1 (section 3.1.2.2).</summary>
    public const byte ProtocolLevel = 4;
}
