namespace ZhiSan.Edge.Collector;

/// <summary>
/// One gateway on one day. <c>Expected = Delivered + Pending + Thinned + Lost + Unaccounted + NotSampled</c>. Of numbers that are
/// not here nobody knows whether they were scans; they are counted as such, and laid evenly between the scans around them.
/// </summary>
public sealed record LedgerDay
{
    /// <summary>Site of the gateway.</summary>
    public required string Site { get; init; }

    /// <summary>The gateway.</summary>
    public required string Gateway { get; init; }

    /// <summary>UTC day as <c>2026-01-31</c>, or <c>boot 3 day 0</c> while UTC is unknown.</summary>
    public required string Day { get; init; }

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

    /// <summary>Gone without a word.</summary>
    public long Unaccounted { get; init; }
}
