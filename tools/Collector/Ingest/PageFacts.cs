using System.Collections.Generic;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Collector;

/// <summary>A verified page, decoded.</summary>
public sealed class PageFacts
{
    /// <summary>Number of the first record.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>Number of the last record.</summary>
    public required long LastSequence { get; init; }

    /// <summary>Id of the channel set of its scans.</summary>
    public required int ChannelSet { get; init; }

    /// <summary>Usual seconds between scans, 0 when there are none.</summary>
    public required int PeriodSeconds { get; init; }

    /// <summary>Its MAC.</summary>
    public required byte[] Mac { get; init; }

    /// <summary>The MAC that it verified after.</summary>
    public required byte[] PreviousMac { get; init; }

    /// <summary>The page as it came, with its seal.</summary>
    public required byte[] Raw { get; init; }

    /// <summary>Its rows.</summary>
    public required IReadOnlyList<Record> Rows { get; init; }

    /// <summary>Some of its rows, in a row: what is new in a page of which the rest is known.</summary>
    public PageFacts Part(IReadOnlyList<Record> rows) => new()
    {
        FirstSequence = rows[0].Sequence,
        LastSequence = rows[^1].Sequence,
        ChannelSet = ChannelSet,
        PeriodSeconds = PeriodSeconds,
        Mac = Mac,
        PreviousMac = PreviousMac,
        Raw = Raw,
        Rows = rows,
    };
}
