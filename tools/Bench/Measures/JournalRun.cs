using System;
using System.Linq;
using ZhiSan.Edge.Bench.Stores;
using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Bench.Measures;

/// <summary>A journal that takes a workload, in a flash in memory.</summary>
public sealed class JournalRun
{
    private const uint Epoch = 0x0BE7C401;
    private const int BytesPerReadingAtMost = 8;

    private readonly Workload _workload;
    private readonly IStore _store;
    private readonly Record _record = new();
    private readonly byte[] _buffer = new byte[JournalLimits.MaxMessageBytes];
    private readonly ReplayRun _run = new();

    /// <summary>Opens an empty journal and begins its first boot.</summary>
    /// <param name="workload">What it will take.</param>
    /// <param name="budgetBytes">Flash for segments; 0 for as much as the workload needs.</param>
    /// <param name="syncEvery">Rows that become durable together.</param>
    public JournalRun(Workload workload, int budgetBytes = 0, int syncEvery = 1)
    {
        _workload = workload;
        int enough = (4 + (workload.Rows.Count * (workload.Channels.Count + 1) * BytesPerReadingAtMost / JournalLimits.MaxSegmentBytes))
            * JournalLimits.SegmentFootprintBytes;
        Options = new JournalOptions { MostChannels = workload.Channels.Count, BudgetBytes = budgetBytes > 0 ? budgetBytes : enough };
        _store = syncEvery > 1 ? new GroupedStore(Store, syncEvery) : Store;
        Journal = new Journal(_store, Options, Key);
        Journal.Open(Epoch);
        Journal.SetChannels(workload.ChannelSet(), workload.Channels.Count, workload.PeriodSeconds);
        Journal.StartBoot(new BootBody { Firmware = "bench" }, 0);
    }

    /// <summary>The key of the MAC chain.</summary>
    public static byte[] Key { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    /// <summary>The journal.</summary>
    public Journal Journal { get; }

    /// <summary>Its flash.</summary>
    public MeteredStore Store { get; } = new();

    /// <summary>Its sizes.</summary>
    public JournalOptions Options { get; }

    /// <summary>Takes one row.</summary>
    public void Append(int row) => AppendLater(row, 0);

    /// <summary>Takes one row some seconds after its time.</summary>
    public void AppendLater(int row, long seconds)
    {
        _workload.Fill(row, _record);
        _record.UptimeSeconds += (int)seconds;
        if (Journal.Append(_record) != AppendStatus.Durable)
        {
            throw new InvalidOperationException("the journal refused a row of a store that works");
        }
    }

    /// <summary>
    /// Takes all rows; with an age, a page is sealed whenever its oldest row is that old, as while the link is up. Seals at the end.
    /// </summary>
    public JournalFigures TakeAll(int sealSeconds = 0)
    {
        long sealDue = _workload.Rows[0].Seconds + sealSeconds;
        for (int row = 0; row < _workload.Rows.Count; row++)
        {
            if (sealSeconds > 0 && _workload.Rows[row].Seconds >= sealDue)
            {
                Journal.Seal();
                sealDue = _workload.Rows[row].Seconds + sealSeconds;
            }

            Append(row);
        }

        double tails = Store.TailWrites;
        double segments = Store.SegmentWrites;
        Journal.Seal();
        int rows = _workload.Rows.Count;
        return new JournalFigures
        {
            BytesPerRow = Occupied() / rows,
            StoreWritesPerRow = (tails + segments) / rows,
            SegmentAppendsPerRow = segments / rows,
            LongestTailBytes = Store.LongestTail,
            Pages = ReadAll(null),
        };
    }

    /// <summary>Reads every sealed page as for a replay; shows the rows to a visitor, if any. Returns the pages read.</summary>
    public int ReadAll(IRecordVisitor? visitor)
    {
        var pages = new PageReader(_workload.Channels.Count);
        int count = 0;
        long from = 1;
        while (Read(from))
        {
            for (int offset = RunHeader.Bytes; visitor != null && offset < _run.Length; offset = pages.End)
            {
                if (pages.Find(_buffer, offset, _run.Length, Epoch) != PageStatus.Ok)
                {
                    throw new InvalidOperationException("a page that was just written does not verify");
                }

                pages.Decode(visitor);
            }

            count += _run.Pages;
            from = _run.LastSequence + 1;
        }

        return count;
    }

    /// <summary>Reads the run of pages that begins at a number; false at the end.</summary>
    public bool Read(long from) => Journal.Read(from, _buffer, _run) == ReplayStatus.Ok;

    /// <summary>Last number of the run read.</summary>
    public long ReadThrough => _run.LastSequence;

    /// <summary>Last number and length, without the seal, of the pages of the run read.</summary>
    public void ForEachPage(Action<long, int> visit)
    {
        var pages = new PageReader(_workload.Channels.Count);
        for (int offset = RunHeader.Bytes; offset < _run.Length && pages.Find(_buffer, offset, _run.Length, Epoch) == PageStatus.Ok; offset = pages.End)
        {
            visit(pages.LastSequence, pages.Length);
        }
    }

    // A segment fills whole blocks; the one being written has so far filled its share of them.
    private double Occupied()
    {
        int[] lengths = [.. Store.SegmentLengths];
        double blocks = (double)JournalLimits.SegmentFootprintBytes;
        return (blocks * (lengths.Length - 1)) + (blocks / JournalLimits.MaxSegmentBytes * lengths[^1]);
    }
}
