using System;
using ZhiSan.Edge.Bench.Stores;
using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Bench.Measures;

/// <summary>Starts again and again from a ring that an outage has filled.</summary>
public sealed class RingFull
{
    private const int Starts = 24;
    private const int MostRows = 2_000_000;

    /// <summary>Most bytes that a start read: tails and newest segment, the directory listing excepted.</summary>
    public int RecoveryBytes { get; private set; }

    /// <summary>Bytes of the tails and of the newest segment at that start: more than these a start need not read.</summary>
    public int Bound { get; private set; }

    /// <summary>Segments in the ring.</summary>
    public int Segments { get; private set; }

    /// <summary>Days of outage from the first row to the first that had to be thinned.</summary>
    public double DaysUntilFull { get; private set; }

    /// <summary>Fills a ring and measures.</summary>
    public static RingFull Of(Workload workload, int budgetBytes)
    {
        var run = new JournalRun(workload, budgetBytes);
        var found = new RingFull();
        int row = 0;
        long secondsOfLap = (long)(workload.Rows.Count / workload.RowsPerDay * 86400);
        while (run.Journal.Watermarks.Freed == 0 && row < MostRows)
        {
            run.AppendLater(row % workload.Rows.Count, row / workload.Rows.Count * secondsOfLap);
            row++;
        }

        found.DaysUntilFull = row / workload.RowsPerDay;
        int perSegment = Math.Max(1, row / Math.Max(1, run.Options.MaxSegments));
        for (int i = 0; i < Starts; i++)
        {
            for (int j = 0; j < perSegment / Starts; j++, row++)
            {
                run.AppendLater(row % workload.Rows.Count, row / workload.Rows.Count * secondsOfLap);
            }

            found.Start(run);
        }

        return found;
    }

    private void Start(JournalRun run)
    {
        MeteredStore store = run.Store.Copy();
        var journal = new Journal(store, run.Options, JournalRun.Key);
        journal.Open(1);
        if (journal.Recovered.BytesRead > RecoveryBytes)
        {
            RecoveryBytes = journal.Recovered.BytesRead;
            Bound = store.BytesOfTailsAndNewest();
            Segments = journal.Segments;
        }
    }
}
