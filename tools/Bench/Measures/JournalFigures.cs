namespace ZhiSan.Edge.Bench.Measures;

/// <summary>What one run of the journal took.</summary>
public sealed record JournalFigures
{
    /// <summary>Bytes on flash a row: segments with the blocks they fill, everything included.</summary>
    public required double BytesPerRow { get; init; }

    /// <summary>Writes to tails and segments a row.</summary>
    public required double StoreWritesPerRow { get; init; }

    /// <summary>Writes to segments a row.</summary>
    public required double SegmentAppendsPerRow { get; init; }

    /// <summary>The longest tail, in bytes: what one write makes durable at most.</summary>
    public required int LongestTailBytes { get; init; }

    /// <summary>Pages sealed.</summary>
    public required int Pages { get; init; }
}
