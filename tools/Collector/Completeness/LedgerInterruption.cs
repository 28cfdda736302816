namespace ZhiSan.Edge.Collector;

/// <summary>One interruption, as the gateway recorded it.</summary>
public sealed record LedgerInterruption
{
    /// <summary>Site of the gateway.</summary>
    public required string Site { get; init; }

    /// <summary>The gateway.</summary>
    public required string Gateway { get; init; }

    /// <summary>Epoch of its journal.</summary>
    public required uint Epoch { get; init; }

    /// <summary>Number of the record that began it: its identity.</summary>
    public required long Begin { get; init; }

    /// <summary>The cause in a word, by the gateway's evidence.</summary>
    public required string Cause { get; init; }

    /// <summary>Whose it was, in words.</summary>
    public required string Whose { get; init; }

    /// <summary>When it began: UTC, or <c>boot 3 +4000 s</c>; empty when the record that began it is not here.</summary>
    public required string Since { get; init; }

    /// <summary>When it ended; empty while it lasts.</summary>
    public required string Until { get; init; }

    /// <summary>
    /// <c>ended</c>; <c>open</c>; <c>boot</c>: no end was recorded, the next boot ended it at the latest; <c>announced</c>: a message
    /// told of it, the record is not here yet.
    /// </summary>
    public required string State { get; init; }

    /// <summary>Seconds it lasted; null while nobody knows.</summary>
    public required long? Seconds { get; init; }

    /// <summary>First record that was taken meanwhile; null when unknown.</summary>
    public required long? FirstSequence { get; init; }

    /// <summary>Last record that was taken meanwhile; null when unknown.</summary>
    public required long? LastSequence { get; init; }
}
