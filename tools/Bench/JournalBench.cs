using System;
using System.Linq;
using ZhiSan.Edge.Bench.Measures;
using ZhiSan.Edge.Bench.Peers;
using ZhiSan.Edge.Bench.Workloads;

namespace ZhiSan.Edge.Bench;

/// <summary>Measures the journal on one workload, its peers on the same rows, and the journal on other shapes.</summary>
public sealed class JournalBench
{
    private const int OnlineSealSeconds = 15 * 60;
    private const int RingBytes = 200 * 1024;

    private readonly Workload _workload;
    private readonly int _syncEvery;
    private readonly Action<string> _progress;

    /// <summary>Makes a bench.</summary>
    /// <param name="workload">The rows.</param>
    /// <param name="syncEvery">Rows that become durable together, from 1.</param>
    /// <param name="progress">Told what comes next.</param>
    public JournalBench(Workload workload, int syncEvery, Action<string> progress)
    {
        _workload = workload;
        _syncEvery = syncEvery;
        _progress = progress;
    }

    /// <summary>Runs it.</summary>
    public JournalBenchResult Run()
    {
        _progress($"{_workload.Rows.Count} rows in an outage, and online");
        JournalFigures outage = new JournalRun(_workload, 0, _syncEvery).TakeAll();
        JournalFigures online = new JournalRun(_workload, 0, _syncEvery).TakeAll(OnlineSealSeconds);
        _progress("rings full");
        RingFull ring = RingFull.Of(_workload, RingBytes);
        RingFull small = RingFull.Of(_workload, RingBytes / 4);
        _progress("allocation");
        Allocation allocation = Allocation.Of(_workload);
        _progress("time");
        Speed speed = Speed.Of(_workload);
        _progress("interpreter operations");
        Operations operations = Operations.Of(_workload);
        _progress("JSON lines, 16-byte records, SQLite");
        PeerFigures[] peers = [.. PeerStores.Measure(_workload, _syncEvery)];
        _progress("other shapes");
        ShapeFigures[] shapes = [.. Shapes.All().Select(Measure)];
        double channels = (double)_workload.Readings / _workload.Rows.Count;
        double entropy = Entropy.BytesPerReading(_workload);
        return new JournalBenchResult
        {
            Data = _workload.Name,
            Rows = _workload.Rows.Count,
            Channels = _workload.Channels.Count,
            PeriodSeconds = _workload.PeriodSeconds,
            SyncEvery = _syncEvery,
            BytesPerReading = outage.BytesPerRow / channels,
            EntropyBytesPerReading = entropy,
            RatioToEntropy = outage.BytesPerRow / channels / entropy,
            BytesPerReadingOnline = online.BytesPerRow / channels,
            BytesPerRow = outage.BytesPerRow,
            DaysIn200KiB = PeerStores.DaysBytes / outage.BytesPerRow / _workload.RowsPerDay,
            RowsPerPage = (double)_workload.Rows.Count / outage.Pages,
            StoreWritesPerRow = outage.StoreWritesPerRow,
            SegmentAppendsPerRow = outage.SegmentAppendsPerRow,
            RowsPerSegmentAppend = 1 / outage.SegmentAppendsPerRow,
            LongestTailBytes = outage.LongestTailBytes,
            RecoveryBytesRead = ring.RecoveryBytes,
            RecoveryBytesBound = ring.Bound,
            RecoverySegments = ring.Segments,
            RecoveryBytesReadSmallRing = small.RecoveryBytes,
            DaysUntilThinned = ring.DaysUntilFull,
            AllocatedBytesPerRow = allocation.BytesPerRow,
            AllocatedBytesPerSegment = allocation.BytesPerSegment,
            AppendMicroseconds = speed.AppendMicroseconds,
            DecodeMicroseconds = speed.DecodeMicroseconds,
            JsonTextMicroseconds = speed.JsonTextMicroseconds,
            JsonSerializerMicroseconds = speed.JsonSerializerMicroseconds,
            AppendOperations = operations.Append,
            JsonTextOperations = operations.JsonText,
            Peers = peers,
            Shapes = shapes,
        };
    }

    /// <summary>Measures the density of a workload of another shape.</summary>
    public static ShapeFigures Measure(Workload workload)
    {
        double bytes = new JournalRun(workload).TakeAll().BytesPerRow * workload.Rows.Count;
        double raw = workload.Rows.Sum(row => row.EventBody == null ? 4.0 + (4 * row.Values.Length) : 4.0 + row.EventBody.Length);
        return new ShapeFigures(
            workload.Name, workload.Rows.Count, workload.Channels.Count, bytes / workload.Readings, Entropy.BytesPerReading(workload), bytes / raw);
    }
}
