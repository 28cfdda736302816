namespace ZhiSan.Edge.Collector;

/// <summary>Counters since the service started. What lasts is in the database.</summary>
public sealed record CollectorStatistics
{
    /// <summary>Messages taken from the broker.</summary>
    public long Messages { get; init; }

    /// <summary>Records stored.</summary>
    public long Records { get; init; }

    /// <summary>Records that were stored already.</summary>
    public long Duplicates { get; init; }

    /// <summary>Rejections of any kind.</summary>
    public long Rejections { get; init; }

    /// <summary>Acknowledgements published.</summary>
    public long Acks { get; init; }

    /// <summary>Requests to gateways for missing records.</summary>
    public long RepairRequests { get; init; }

    /// <summary>Connections to the broker that came about.</summary>
    public long Connects { get; init; }

    /// <summary>Restarts of the embedded broker.</summary>
    public long BrokerRestarts { get; init; }

    /// <summary>Whether the collector is connected and subscribed now.</summary>
    public bool IsConnected { get; init; }
}
