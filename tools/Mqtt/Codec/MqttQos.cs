namespace ZhiSan.Edge.Mqtt;

/// <summary>Quality of service (MQTT 3.1.1 section 4.3).</summary>
public enum MqttQos : byte
{
    /// <summary>QoS 0: fire and forget.</summary>
    AtMostOnce = 0,

    /// <summary>QoS 1: repeated until acknowledged; the receiver may see it twice.</summary>
    AtLeastOnce = 1,

    /// <summary>
    /// QoS 2. May be asked for in a SUBSCRIBE or a last will, and is granted as QoS 1; a QoS 2 PUBLISH is refused.
    /// </summary>
    ExactlyOnce = 2,
}
