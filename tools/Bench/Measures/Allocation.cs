using System;
using System.Collections.Generic;
using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;

namespace ZhiSan.Edge.Bench.Measures;

/// <summary>
/// Counts what the journal allocates while it appends, seals and reads back. The HMAC call of each page is taken off: its interface takes
/// and gives whole arrays. Calls that begin a segment, or enter one to read it, make its file name and are counted apart.
/// </summary>
public sealed class Allocation
{
    private readonly JournalRun _run;
    private readonly List<Call> _calls;
    private long _entered;
    private long _sealed;

    private Allocation(Workload workload)
    {
        _run = new JournalRun(workload);
        _run.Store.Reserve(_run.Options.MaxSegments);
        _calls = new List<Call>(workload.Rows.Count);
        Measure(workload);
    }

    private readonly record struct Call(long Bytes, bool Enters, long SealedBefore, long SealedAfter);

    /// <summary>Bytes a row.</summary>
    public double BytesPerRow { get; private set; }

    /// <summary>Bytes each time a segment is begun, or read from its beginning.</summary>
    public double BytesPerSegment { get; private set; }

    /// <summary>Measures a workload.</summary>
    public static Allocation Of(Workload workload)
    {
        // The first round makes the run time compile everything, which is no property of the journal.
        _ = new Allocation(workload.Repeat(Math.Min(workload.Rows.Count, 2000)));
        return new Allocation(workload);
    }

    private void Measure(Workload workload)
    {
        _entered = _run.Store.SegmentsEntered;
        _sealed = _run.Journal.Watermarks.Sealed;
        for (int row = 0; row < workload.Rows.Count; row++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _run.Append(row);
            Note(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        long beforeSeal = GC.GetAllocatedBytesForCurrentThread();
        _run.Journal.Seal();
        Note(GC.GetAllocatedBytesForCurrentThread() - beforeSeal);

        var hmacBytes = new SortedList<long, long>();
        long from = 1;
        while (true)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool read = _run.Read(from);
            Note(GC.GetAllocatedBytesForCurrentThread() - before);
            if (!read)
            {
                break;
            }

            _run.ForEachPage((last, length) => hmacBytes.Add(last, HmacBytes(length)));
            from = _run.ReadThrough + 1;
        }

        Sum(hmacBytes, workload.Rows.Count);
    }

    private void Note(long allocated)
    {
        bool enters = _run.Store.SegmentsEntered != _entered;
        if (allocated > 0)
        {
            _calls.Add(new Call(allocated, enters, _sealed, _run.Journal.Watermarks.Sealed));
        }

        _entered = _run.Store.SegmentsEntered;
        _sealed = _run.Journal.Watermarks.Sealed;
    }

    private void Sum(SortedList<long, long> hmacBytes, int rows)
    {
        long steady = 0;
        long entering = 0;
        foreach (Call call in _calls)
        {
            long bytes = call.Bytes;
            foreach ((long last, long hmac) in hmacBytes)
            {
                bytes -= last > call.SealedBefore && last <= call.SealedAfter ? hmac : 0;
            }

            steady += call.Enters ? 0 : bytes;
            entering += call.Enters ? bytes : 0;
        }

        BytesPerRow = (double)steady / rows;
        BytesPerSegment = _entered > 0 ? (double)entering / _entered : 0;
    }

    private static long HmacBytes(int length)
    {
        var authenticator = new PageAuthenticator(JournalRun.Key);
        byte[] page = new byte[length];
        byte[] mac = new byte[JournalLimits.MacBytes];
        authenticator.Compute(mac, 1, page, 0, length, mac);
        long before = GC.GetAllocatedBytesForCurrentThread();
        authenticator.Compute(mac, 1, page, 0, length, mac);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
