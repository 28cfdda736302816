namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>What reading a run's header found.</summary>
public enum RunHeaderStatus
{
    /// <summary>The header is whole and within range.</summary>
    Ok,

    /// <summary>Fewer bytes than a header has.</summary>
    Truncated,

    /// <summary>Not a run of this journal.</summary>
    Foreign,

    /// <summary>A run of a later version.</summary>
    UnknownVersion,

    /// <summary>The check does not match the bytes.</summary>
    CheckFailed,

    /// <summary>A number is outside of its range.</summary>
    OutOfRange,
}
