using System.Collections.Generic;

namespace ZhiSan.Edge.Collector;

/// <summary>What the database knows of an epoch, without its scans.</summary>
internal sealed record EpochBook
{
    public required uint Epoch { get; init; }

    /// <summary>Ranges of numbers that are here, merged, in order.</summary>
    public required IReadOnlyList<NumberRange> Delivered { get; init; }

    public required IReadOnlyList<LossRow> Losses { get; init; }

    /// <summary>What the gateway answered about numbers that it was asked for: it explains, and decides nothing.</summary>
    public IReadOnlyList<GoneRange> Gone { get; init; } = [];

    /// <summary>Last number that is known to have been durable on the gateway.</summary>
    public required long Durable { get; init; }

    /// <summary>The gateway no longer holds numbers below this; all of them, when the journal was formatted away.</summary>
    public required long HeldFrom { get; init; }

    /// <summary>What ended the run before a boot, by the number of the boot's record, in order.</summary>
    public required IReadOnlyList<(long Sequence, byte PreviousStop)> Boots { get; init; }
}
