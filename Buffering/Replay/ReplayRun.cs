namespace ZhiSan.Edge.Buffering.Replay;

/// <summary>What a call of <see cref="ReplayReader.Read"/> put into the buffer, or found damaged.</summary>
public sealed class ReplayRun
{
    /// <summary>First sequence number of the run or of the damaged range.</summary>
    public long FirstSequence { get; internal set; }

    /// <summary>Last sequence number of the run or of the damaged range.</summary>
    public long LastSequence { get; internal set; }

    /// <summary>Boot of the run's first row.</summary>
    public uint Boot { get; internal set; }

    /// <summary>Uptime of the run's first row, in seconds.</summary>
    public int UptimeSeconds { get; internal set; }

    /// <summary>UTC of that boot in milliseconds since 1970; 0 when it was unknown.</summary>
    public long BootUtcMs { get; internal set; }

    /// <summary>Bytes in the buffer: header and pages.</summary>
    public int Length { get; internal set; }

    /// <summary>Pages in the buffer.</summary>
    public int Pages { get; internal set; }
}
