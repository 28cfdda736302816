namespace ZhiSan.Edge.Collector;

/// <summary>One gap: what is missing, how much, why, and since when.</summary>
public sealed record LedgerGap
{
    /// <summary>Site of the gateway.</summary>
    public required string Site { get; init; }

    /// <summary>The gateway.</summary>
    public required string Gateway { get; init; }

    /// <summary>Epoch of its journal.</summary>
    public required uint Epoch { get; init; }

    /// <summary>What kind of gap it is.</summary>
    public required GapKind Kind { get; init; }

    /// <summary>First missing number; null when no number is missing.</summary>
    public long? FirstSequence { get; init; }

    /// <summary>Last missing number; null when no number is missing.</summary>
    public long? LastSequence { get; init; }

    /// <summary>
    /// Records or scan slots missing. For an interrupted write 1: the range is only its upper bound. For not sampled 0 where the
    /// time between two boots is not known yet.
    /// </summary>
    public required long Count { get; init; }

    /// <summary>Why, in a word.</summary>
    public required string Cause { get; init; }

    /// <summary>
    /// Time of the last scan before the gap (UTC, or <c>boot 3 +4000 s</c> while UTC is unknown); empty when there is none.
    /// </summary>
    public required string Since { get; init; }

    /// <summary>Time of the first scan after the gap; empty while it lasts.</summary>
    public required string Until { get; init; }
}
