using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Tests.Portable.Support;

/// <summary>Everything a journal holds, counted after sealing it.</summary>
public sealed class RecordLog : IRecordVisitor
{
    private readonly int[] _counts = new int[RecordKind.Max + 1];
    private readonly LostBody _lost = new LostBody();

    private RecordLog()
    {
    }

    /// <summary>Newest boot record.</summary>
    public BootBody LastBoot { get; } = new BootBody();

    /// <summary>Newest incident record.</summary>
    public IncidentBody LastIncident { get; } = new IncidentBody();

    /// <summary>Newest time anchor.</summary>
    public TimeAnchorBody LastAnchor { get; } = new TimeAnchorBody();

    /// <summary>Records that say what time it was.</summary>
    public int RecordsWithUtc { get; private set; }

    /// <summary>Records.</summary>
    public long TotalRecords { get; private set; }

    /// <summary>Numbers that Lost records account for.</summary>
    public long LostNumbers { get; private set; }

    /// <summary>Highest number.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Seals the journal and reads it from the beginning.</summary>
    public static RecordLog Read(Journal journal)
    {
        RecordLog log = new RecordLog();
        journal.Seal();
        byte[] buffer = new byte[JournalLimits.MaxMessageBytes];
        ReplayRun run = new ReplayRun();
        RunHeader header = new RunHeader();
        PageReader page = new PageReader(JournalLimits.MaxChannels);
        long from = 1;
        while (journal.Read(from, buffer, run) == ReplayStatus.Ok)
        {
            Invariant.Check(header.Read(buffer, 0, run.Length) == RunHeaderStatus.Ok, "run header");
            int offset = RunHeader.Bytes;
            while (page.Find(buffer, offset, run.Length, header.Epoch) == PageStatus.Ok)
            {
                page.Decode(log);
                offset = page.End;
            }

            from = run.LastSequence + 1;
        }

        return log;
    }

    /// <summary>Records of a kind.</summary>
    public int Count(byte kind) => _counts[kind];

    /// <inheritdoc/>
    public void Visit(Record record)
    {
        _counts[record.Kind]++;
        TotalRecords++;
        LastSequence = record.Sequence;
        RecordsWithUtc += record.BootUtcMs != 0 ? 1 : 0;
        if (record.Kind == RecordKind.TimeAnchor)
        {
            LastAnchor.Read(record);
        }

        if (record.Kind == RecordKind.Boot)
        {
            LastBoot.Read(record);
        }
        else if (record.Kind == RecordKind.Incident)
        {
            LastIncident.Read(record);
        }
        else if (record.Kind == RecordKind.Lost && _lost.Read(record))
        {
            LostNumbers += _lost.LastSequence - _lost.FirstSequence + 1;
        }
    }
}
