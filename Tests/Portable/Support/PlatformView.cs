using System;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Tests.Portable.Support;

/// <summary>What a platform gets when it reads a journal: a few facts of each record, in order, with the chain verified.</summary>
public sealed class PlatformView : IRecordVisitor
{
    private readonly byte[] _message = new byte[JournalLimits.MaxMessageBytes];
    private readonly byte[] _mac = new byte[JournalLimits.MacBytes];
    private readonly ReplayRun _run = new ReplayRun();
    private readonly RunHeader _header = new RunHeader();
    private readonly PageReader _reader;
    private readonly PageAuthenticator _authenticator;
    private readonly LostBody _lost = new LostBody();
    private readonly ThinnedBody _thinned = new ThinnedBody();

    /// <summary>Makes a view with room for a number of records.</summary>
    public PlatformView(int capacity, int mostChannels, byte[] key)
    {
        _reader = new PageReader(mostChannels);
        _authenticator = new PageAuthenticator(key);
        Sequences = new long[capacity];
        Kinds = new byte[capacity];
        Uptimes = new int[capacity];
        Boots = new uint[capacity];
        FirstValues = new int[capacity];
    }

    /// <summary>Records read.</summary>
    public int Count { get; private set; }

    /// <summary>Number of each record.</summary>
    public long[] Sequences { get; }

    /// <summary>Kind of each record.</summary>
    public byte[] Kinds { get; }

    /// <summary>Uptime of each record.</summary>
    public int[] Uptimes { get; }

    /// <summary>Boot of each record.</summary>
    public uint[] Boots { get; }

    /// <summary>First value of each scan; int.MinValue where it is absent or the record is no scan.</summary>
    public int[] FirstValues { get; }

    /// <summary>Pages whose MAC follows from the page before.</summary>
    public int PagesVerified { get; private set; }

    /// <summary>Pages whose MAC does not.</summary>
    public int PagesBroken { get; private set; }

    /// <summary>First number of the first range reported damaged; 0 when none was.</summary>
    public long DamagedFirst { get; private set; }

    /// <summary>Last number of the last range reported damaged.</summary>
    public long DamagedLast { get; private set; }

    /// <summary>Numbers that <c>Lost</c> records cover, all together.</summary>
    public long LostNumbers { get; private set; }

    /// <summary>Cause of the last <c>Lost</c> record.</summary>
    public byte LostCause { get; private set; }

    /// <summary>Numbers that <c>Thinned</c> records cover, all together.</summary>
    public long ThinnedNumbers { get; private set; }

    /// <summary>Values that <c>Thinned</c> records count in channel 0.</summary>
    public int ThinnedValues { get; private set; }

    /// <summary>Reads everything sealed from a number on.</summary>
    public void ReadAll(Journal journal, long from)
    {
        bool first = true;
        while (true)
        {
            ReplayStatus status = journal.Read(from, _message, _run);
            if (status == ReplayStatus.Damaged)
            {
                DamagedFirst = DamagedFirst == 0 ? _run.FirstSequence : DamagedFirst;
                DamagedLast = _run.LastSequence;
            }
            else if (status == ReplayStatus.Ok)
            {
                ReadRun(first);
                first = false;
            }
            else
            {
                return;
            }

            from = _run.LastSequence + 1;
        }
    }

    /// <summary>Whether the numbers read rise by one from the given one on.</summary>
    public bool IsConsecutiveFrom(long first)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Sequences[i] != first + i)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Visit(Record record)
    {
        Sequences[Count] = record.Sequence;
        Kinds[Count] = record.Kind;
        Uptimes[Count] = record.UptimeSeconds;
        Boots[Count] = record.Boot;
        bool hasValue = record.Kind == RecordKind.Scan && record.ChannelCount > 0
            && record.Qualities[0] != JournalLimits.AbsentQuality;
        FirstValues[Count] = hasValue ? record.Values[0] : int.MinValue;
        Count++;
        if (record.Kind == RecordKind.Lost && _lost.Read(record))
        {
            LostNumbers += _lost.LastSequence - _lost.FirstSequence + 1;
            LostCause = _lost.Cause;
        }
        else if (record.Kind == RecordKind.Thinned && _thinned.Read(record))
        {
            ThinnedNumbers += _thinned.LastSequence - _thinned.FirstSequence + 1;
            ThinnedValues += _thinned.Counts[0];
        }
    }

    private void ReadRun(bool first)
    {
        _header.Read(_message, 0, _run.Length);
        if (first)
        {
            Array.Copy(_header.PreviousMac, 0, _mac, 0, JournalLimits.MacBytes);
        }

        int offset = RunHeader.Bytes;
        while (_reader.Find(_message, offset, _run.Length, _header.Epoch) == PageStatus.Ok)
        {
            if (_reader.Verify(_authenticator, _mac))
            {
                PagesVerified++;
            }
            else
            {
                PagesBroken++;
            }

            Array.Copy(_reader.Mac, 0, _mac, 0, JournalLimits.MacBytes);
            _reader.Decode(this);
            offset = _reader.End;
        }
    }
}
