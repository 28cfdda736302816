using System.Collections.Generic;
using ZhiSan.Edge.Bench.Peers;

namespace ZhiSan.Edge.Bench;

/// <summary>Everything that the journal's bench measures.</summary>
public sealed record JournalBenchResult
{
    /// <summary>What the rows are.</summary>
    public required string Data { get; init; }

    /// <summary>Rows stored.</summary>
    public required int Rows { get; init; }

    /// <summary>Channels of each.</summary>
    public required int Channels { get; init; }

    /// <summary>Usual seconds between rows.</summary>
    public required int PeriodSeconds { get; init; }

    /// <summary>Rows that became durable together.</summary>
    public required int SyncEvery { get; init; }

    /// <summary>Bytes on flash a reading in an outage: sequence, time, checks, MAC, headers and the padding of files included.</summary>
    public required double BytesPerReading { get; init; }

    /// <summary>Entropy of order 0 of the same rows.</summary>
    public required double EntropyBytesPerReading { get; init; }

    /// <summary><see cref="BytesPerReading"/> over <see cref="EntropyBytesPerReading"/>.</summary>
    public required double RatioToEntropy { get; init; }

    /// <summary>Bytes on flash a reading while pages are sealed every 15 minutes.</summary>
    public required double BytesPerReadingOnline { get; init; }

    /// <summary>Bytes on flash a row in an outage.</summary>
    public required double BytesPerRow { get; init; }

    /// <summary>Days of outage that 200 KiB take at the rows' own pace.</summary>
    public required double DaysIn200KiB { get; init; }

    /// <summary>Rows of a page in an outage, on average.</summary>
    public required double RowsPerPage { get; init; }

    /// <summary>Open-append-close of a file a row.</summary>
    public required double StoreWritesPerRow { get; init; }

    /// <summary>Those that go to a segment.</summary>
    public required double SegmentAppendsPerRow { get; init; }

    /// <summary>Rows between two appends to a segment.</summary>
    public required double RowsPerSegmentAppend { get; init; }

    /// <summary>The longest tail file, in bytes.</summary>
    public required int LongestTailBytes { get; init; }

    /// <summary>Most bytes that a start read with a ring of 200 KiB full, the directory listing excepted.</summary>
    public required int RecoveryBytesRead { get; init; }

    /// <summary>Bytes of the tails and the newest segment at that start.</summary>
    public required int RecoveryBytesBound { get; init; }

    /// <summary>Segments in that ring.</summary>
    public required int RecoverySegments { get; init; }

    /// <summary>The same with a ring of a quarter of the size.</summary>
    public required int RecoveryBytesReadSmallRing { get; init; }

    /// <summary>Days from the beginning of an outage to the first thinned record in a ring of 200 KiB, spare segment kept.</summary>
    public required double DaysUntilThinned { get; init; }

    /// <summary>Bytes allocated a row, the HMAC call and file names excepted.</summary>
    public required double AllocatedBytesPerRow { get; init; }

    /// <summary>Bytes allocated each time a segment is begun or entered: its name.</summary>
    public required double AllocatedBytesPerSegment { get; init; }

    /// <summary>Time to append a row, encoding included.</summary>
    public required double AppendMicroseconds { get; init; }

    /// <summary>Time to read a row back and decode it.</summary>
    public required double DecodeMicroseconds { get; init; }

    /// <summary>Time to write the same row as JSON text.</summary>
    public required double JsonTextMicroseconds { get; init; }

    /// <summary>Time to serialise the same row with the run time's serialiser.</summary>
    public required double JsonSerializerMicroseconds { get; init; }

    /// <summary>Operations of the device's interpreter to append a row, encoding included.</summary>
    public required double AppendOperations { get; init; }

    /// <summary>The same to write the row as JSON text.</summary>
    public required double JsonTextOperations { get; init; }

    /// <summary>The same rows stored otherwise.</summary>
    public required IReadOnlyList<PeerFigures> Peers { get; init; }

    /// <summary>Other shapes of data.</summary>
    public required IReadOnlyList<ShapeFigures> Shapes { get; init; }
}
