namespace ZhiSan.Edge.Buffering.Replay;

/// <summary>What reading pages for replay found.</summary>
public enum ReplayStatus
{
    /// <summary>A run of whole pages is in the buffer.</summary>
    Ok,

    /// <summary>There is no sealed page at or behind the number asked for.</summary>
    Nothing,

    /// <summary>The stored bytes of the range in the run do not verify; reading goes on behind it.</summary>
    Damaged,

    /// <summary>The store failed; try again later.</summary>
    StoreFailed,

    /// <summary>A piece of the way to that number was read; the next call goes on from there.</summary>
    Busy,
}
