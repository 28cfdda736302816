namespace ZhiSan.Edge.Collector;

/// <summary>What a notice is about.</summary>
public enum CollectorNoticeKind
{
    /// <summary>The embedded broker listens.</summary>
    Listening,

    /// <summary>Connected to the broker and subscribed.</summary>
    Connected,

    /// <summary>The connection to the broker ended; it will be made again.</summary>
    Disconnected,

    /// <summary>The broker cannot be reached or refuses; it will be tried again.</summary>
    Unreachable,

    /// <summary>Something was not taken.</summary>
    Rejected,

    /// <summary>A page was stored whose chain to its neighbour is broken.</summary>
    ChainBroken,

    /// <summary>The store failed; nothing was acknowledged, and it will be tried again.</summary>
    StoreFailed,

    /// <summary>A retained acknowledgement of an earlier life of the platform was removed.</summary>
    AckRemoved,

    /// <summary>A connection was ended because its access was revoked, or the users file cannot be used.</summary>
    AccessProblem,

    /// <summary>The service has stopped.</summary>
    Stopped,
}
