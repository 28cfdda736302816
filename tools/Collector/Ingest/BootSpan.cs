namespace ZhiSan.Edge.Collector;

/// <summary>What the records of a page say about one boot.</summary>
public sealed record BootSpan
{
    /// <summary>Number of the boot.</summary>
    public required uint Boot { get; init; }

    /// <summary>First record of the boot that was seen.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>Last one.</summary>
    public required long LastSequence { get; init; }

    /// <summary>Uptime of the first one, in seconds.</summary>
    public required int FirstUptimeSeconds { get; init; }

    /// <summary>Uptime of the last one, in seconds.</summary>
    public required int LastUptimeSeconds { get; init; }

    /// <summary>UTC of the boot in milliseconds as the first record that knew it says; 0 when none did.</summary>
    public required long BootUtcMs { get; init; }

    /// <summary>That record's number.</summary>
    public required long BootUtcSequence { get; init; }
}
