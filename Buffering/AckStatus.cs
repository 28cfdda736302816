namespace ZhiSan.Edge.Buffering;

/// <summary>What became of an acknowledgement.</summary>
public enum AckStatus
{
    /// <summary>The watermark moved.</summary>
    Moved,

    /// <summary>Nothing new: that much was acknowledged before.</summary>
    Stale,

    /// <summary>It belongs to another epoch.</summary>
    WrongEpoch,

    /// <summary>It claims more than was ever sent; refused.</summary>
    BeyondSent,
}
