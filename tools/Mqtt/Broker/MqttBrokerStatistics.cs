namespace ZhiSan.Edge.Mqtt;

/// <summary>Counters since the start, and present sizes.</summary>
public sealed record MqttBrokerStatistics
{
    /// <summary>Open connections with a session.</summary>
    public int Connected { get; init; }

    /// <summary>Sessions, connected or kept.</summary>
    public int Sessions { get; init; }

    /// <summary>Retained messages.</summary>
    public int Retained { get; init; }

    /// <summary>Messages that clients published.</summary>
    public long Received { get; init; }

    /// <summary>Messages handed to sessions.</summary>
    public long Queued { get; init; }

    /// <summary>Messages not handed to a session because its queue was full.</summary>
    public long DroppedQueueFull { get; init; }

    /// <summary>Messages not retained because the store was full.</summary>
    public long DroppedRetainedFull { get; init; }

    /// <summary>CONNECTs refused.</summary>
    public long Refused { get; init; }

    /// <summary>Connections closed because of what they sent.</summary>
    public long ProtocolErrors { get; init; }
}
