namespace ZhiSan.Edge.Mqtt;

/// <summary>What becomes of an intercepted message.</summary>
public enum MqttInterceptVerdict
{
    /// <summary>Nothing special: it is delivered and acknowledged.</summary>
    Deliver = 0,

    /// <summary>It is acknowledged and vanishes: lost between broker and subscriber.</summary>
    AcknowledgeAndDrop,

    /// <summary>It is delivered, and the acknowledgement vanishes.</summary>
    DeliverUnacknowledged,

    /// <summary>It vanishes without acknowledgement: a broker that takes everything and does nothing.</summary>
    Ignore,

    /// <summary>The publisher's connection is dropped, and the message with it.</summary>
    DropConnection,
}
