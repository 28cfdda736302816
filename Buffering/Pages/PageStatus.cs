namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>What reading the next page of a run found.</summary>
public enum PageStatus
{
    /// <summary>A whole, sealed page whose checks match. Its MAC is still to be verified.</summary>
    Ok,

    /// <summary>The run ends here.</summary>
    End,

    /// <summary>The run ends in the middle of a page, or the page is not sealed yet.</summary>
    Unsealed,

    /// <summary>The bytes cannot be a page.</summary>
    Malformed,

    /// <summary>A check does not match the bytes.</summary>
    CheckFailed,

    /// <summary>The page has more channels or rows than this reader accepts.</summary>
    OverLimit,
}
