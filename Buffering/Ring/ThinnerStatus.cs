namespace ZhiSan.Edge.Buffering.Ring;

/// <summary>What the thinner has to say.</summary>
internal enum ThinnerStatus
{
    /// <summary>A tombstone is ready to be made durable.</summary>
    Tombstone,

    /// <summary>Rows were passed over; call again.</summary>
    Busy,

    /// <summary>Everything is covered.</summary>
    Done,

    /// <summary>The store failed; call again later.</summary>
    StoreFailed,
}
