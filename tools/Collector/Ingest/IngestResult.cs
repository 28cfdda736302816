using System.Collections.Generic;

namespace ZhiSan.Edge.Collector;

/// <summary>What came of one message. Everything in it is committed.</summary>
public sealed record IngestResult
{
    /// <summary>Records stored, of any kind.</summary>
    public int Records { get; init; }

    /// <summary>Records that were stored already.</summary>
    public int Duplicates { get; init; }

    /// <summary>Pages stored whose chain to a neighbour is broken.</summary>
    public int ChainBreaks { get; init; }

    /// <summary>The numbers of its pages, or null when none of them was genuine.</summary>
    public NumberRange? Range { get; init; }

    /// <summary>What was not taken, and why.</summary>
    public IReadOnlyList<Rejection> Rejections { get; init; } = [];

    /// <summary>The watermark to publish now, or null when nothing of the message was genuine.</summary>
    public AckMessage? Ack { get; init; }
}
