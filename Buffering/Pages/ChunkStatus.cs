namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>What reading one chunk found.</summary>
public enum ChunkStatus
{
    /// <summary>The chunk is whole and its check matches.</summary>
    Ok,

    /// <summary>There are no more bytes.</summary>
    End,

    /// <summary>The chunk's first bytes promise more than there is.</summary>
    Truncated,

    /// <summary>The first bytes cannot begin a chunk.</summary>
    Malformed,

    /// <summary>The check does not match the bytes.</summary>
    CheckFailed,
}
