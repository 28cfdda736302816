namespace ZhiSan.Edge.Collector;

/// <summary>
/// Sums, of one gateway or of all. <c>Expected = Delivered + Pending + Thinned + Lost + Unaccounted + NotSampled</c>.
/// </summary>
public sealed record LedgerTotals
{
    /// <summary>Records here, of any kind.</summary>
    public long Records { get; init; }

    /// <summary>Scans that should have been.</summary>
    public long Expected { get; init; }

    /// <summary>Scans that are here.</summary>
    public long Delivered { get; init; }

    /// <summary>Durable on the gateway, not here yet.</summary>
    public long Pending { get; init; }

    /// <summary>Replaced by hourly statistics.</summary>
    public long Thinned { get; init; }

    /// <summary>Gone, and a record says why.</summary>
    public long Lost { get; init; }

    /// <summary>Never taken.</summary>
    public long NotSampled { get; init; }

    /// <summary>The part of <see cref="NotSampled"/> that the journal reported as writes cut by the power.</summary>
    public long Interrupted { get; init; }

    /// <summary>Gone without a word.</summary>
    public long Unaccounted { get; init; }

    /// <summary>Records that came again and were dropped.</summary>
    public long Duplicates { get; init; }

    /// <summary>Breaks of the chain between stored pages.</summary>
    public long ChainBreaks { get; init; }

    /// <summary>Pages whose MAC did not verify.</summary>
    public long RejectedMacs { get; init; }

    /// <summary>Signs that two gateways share an identity.</summary>
    public long Conflicts { get; init; }

    /// <summary>Messages, pages and facts that were not taken, for whatever reason.</summary>
    public long Rejections { get; init; }

    /// <summary>Adds two sums.</summary>
    public static LedgerTotals operator +(LedgerTotals one, LedgerTotals other) => new()
    {
        Records = one.Records + other.Records,
        Expected = one.Expected + other.Expected,
        Delivered = one.Delivered + other.Delivered,
        Pending = one.Pending + other.Pending,
        Thinned = one.Thinned + other.Thinned,
        Lost = one.Lost + other.Lost,
        NotSampled = one.NotSampled + other.NotSampled,
        Interrupted = one.Interrupted + other.Interrupted,
        Unaccounted = one.Unaccounted + other.Unaccounted,
        Duplicates = one.Duplicates + other.Duplicates,
        ChainBreaks = one.ChainBreaks + other.ChainBreaks,
        RejectedMacs = one.RejectedMacs + other.RejectedMacs,
        Conflicts = one.Conflicts + other.Conflicts,
        Rejections = one.Rejections + other.Rejections,
    };
}
