using System;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Tails;

namespace ZhiSan.Edge.Buffering;

/// <summary>
/// Starts from any bytes (I5). One directory listing, then the newest segment that verifies and the tails; nothing else is
/// read, however large the ring. FORMAT.md has the decision table.
/// </summary>
public sealed class Recovery : IRecordVisitor
{
    // When damage may have hidden boot records, their numbers are passed over as well.
    private const uint BootsSkippedAfterDamage = 100;

    private readonly IStore _store;
    private readonly SegmentIndex _index;
    private readonly TailSet _tails;
    private readonly SegmentWriter _writer;
    private readonly LossList _losses;
    private readonly SegmentScan _scan = new SegmentScan();
    private readonly Record _scratch = new Record();
    private readonly LostBody _lost = new LostBody();
    private readonly byte[] _work;
    private readonly int[] _unreadable = new int[JournalLimits.TailCount];

    private long _coveredFirst;
    private long _coveredLast;
    private int _unreadableRows;
    private bool _channelSetSeen;

    /// <summary>Makes a recovery over the parts of a journal.</summary>
    public Recovery(IStore store, SegmentIndex index, TailSet tails, SegmentWriter writer, LossList losses, byte[] work)
    {
        _store = store;
        _index = index;
        _tails = tails;
        _writer = writer;
        _losses = losses;
        _work = work;
        Report = new RecoveryReport();
    }

    /// <summary>What was found.</summary>
    public RecoveryReport Report { get; }

    /// <summary>Runs the recovery. <paramref name="newEpoch"/> is taken when nothing verifies.</summary>
    public StoreStatus Run(uint newEpoch, Watermarks watermarks)
    {
        StoreStatus status = _store.List(out string[] names);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        IndexSegments(names);
        uint epoch = FindNewestSegment(LoadTails());
        if (epoch == 0)
        {
            Format(newEpoch, watermarks);
            return StoreStatus.Ok;
        }

        _writer.Epoch = epoch;
        long end = LoadLastPage(epoch, out long sealedThrough);
        long acked = AdoptTails(epoch, end);
        long durable = AccountForGaps(end);
        long freed = _index.Count > 0 ? _index.First(0) - 1 : _tails.Count > 0 ? _tails[0].FirstSequence - 1 : end;
        if (freed > durable)
        {
            // Only names of unreadable segments speak of these numbers: they are never given again.
            _losses.Add(durable + 1, freed, LossCause.Damaged);
            durable = freed;
        }

        watermarks.Restore(freed, acked > _scan.Header.HeldFrom - 1 ? acked : _scan.Header.HeldFrom - 1, sealedThrough, durable);
        Report.ChannelSetMissing = !_channelSetSeen && _scan.Pages <= 1;
        if (_losses.Count > 0)
        {
            Report.LastBoot += BootsSkippedAfterDamage;
        }

        return StoreStatus.Ok;
    }

    /// <summary>Sees the rows of the last page and of the tails.</summary>
    public void Visit(Record record)
    {
        Report.HasLastRecord = true;
        Report.LastRecord.CopyFrom(record);
        if (record.Boot > Report.LastBoot)
        {
            Report.LastBoot = record.Boot;
        }

        _channelSetSeen |= record.Kind == RecordKind.ChannelSet;
        if (record.Kind == RecordKind.Lost && _lost.Read(record))
        {
            _coveredFirst = _lost.FirstSequence;
            _coveredLast = _lost.LastSequence;
        }
    }

    private void IndexSegments(string[] names)
    {
        Report.Files = names.Length;
        for (int i = 0; i < names.Length; i++)
        {
            if (SegmentName.TryParse(names[i], out long first, out int generation))
            {
                Report.Segments++;
                if (!_index.Add(first, generation))
                {
                    // More segments than the ring may hold: the oldest are given up to the index, not deleted.
                    MakeRoomInIndex(first, generation);
                }
            }
            else if (!IsTail(names[i]))
            {
                Report.UnknownFiles++;
            }
        }
    }

    private void MakeRoomInIndex(long first, int generation)
    {
        Report.UnknownFiles++;
        if (_index.First(0) < first)
        {
            _index.RemoveAt(0);
            _index.Add(first, generation);
        }
    }

    private static bool IsTail(string name)
    {
        for (int i = 0; i < JournalLimits.TailCount; i++)
        {
            if (name == TailSet.Name(i))
            {
                return true;
            }
        }

        return false;
    }

    // Nothing verifies: a new epoch. Names of unreadable segments leave the index, their files stay.
    private void Format(uint newEpoch, Watermarks watermarks)
    {
        Report.Formatted = true;
        while (_index.Count > 0)
        {
            _index.RemoveAt(_index.Count - 1);
        }

        _writer.Page.Close();
        Array.Clear(_writer.Page.PreviousMac, 0, JournalLimits.MacBytes);
        _writer.Epoch = newEpoch;
        watermarks.Restore(0, 0, 0, 0);
    }

    // Reads the tail files; the epoch of the newest is what the segments are read with if their headers are damaged.
    private uint LoadTails()
    {
        uint epoch = 0;
        long newest = 0;
        for (int i = 0; i < JournalLimits.TailCount; i++)
        {
            Tail tail = _tails.File(i);
            _unreadable[i] = 0;
            StoreStatus status = _store.Read(TailSet.Name(i), 0, _work, 0, JournalLimits.MaxTailBytes + 1, out int length);
            if (status != StoreStatus.Ok || length == 0)
            {
                continue;
            }

            Report.BytesRead += length;
            int kept = length > JournalLimits.MaxTailBytes ? JournalLimits.MaxTailBytes : length;
            Array.Copy(_work, 0, tail.Bytes, 0, kept);
            bool any = tail.Load(kept, tail.PeekEpoch(kept), _scratch, out int unreadable);
            _unreadable[i] = unreadable + length - kept;
            Report.UnreadableTailBytes += _unreadable[i];
            if (any && tail.NextSequence > newest)
            {
                newest = tail.NextSequence;
                epoch = tail.PeekEpoch(kept);
            }
        }

        return epoch;
    }

    // The newest segment in which anything verifies. Newer names are creations that the power cut short; they stay in the
    // index until they are the oldest.
    private uint FindNewestSegment(uint knownEpoch)
    {
        for (int i = _index.Count - 1; i >= 0; i--)
        {
            string name = _index.Name(i);
            StoreStatus status = _scan.Run(_store, name, _index.First(i), knownEpoch, _work, _writer.Page);
            Report.BytesRead += _scan.BytesRead;
            bool headerOk = _scan.HeaderStatus == RunHeaderStatus.Ok;
            if (status == StoreStatus.Ok && (headerOk || _scan.HasPage))
            {
                Report.DamagedEnd = _scan.HasDamagedEnd;
                Report.UnreadableSegments += headerOk ? 0 : 1;
                _writer.Resume(name, _scan.ValidLength, _scan.HasDamagedEnd || !headerOk || i < _index.Count - 1);
                return _scan.Header.Epoch;
            }

            Report.UnreadableSegments++;
        }

        return 0;
    }

    private long LoadLastPage(uint epoch, out long sealedThrough)
    {
        PageWriter page = _writer.Page;
        long end = _scan.Header.FirstSequence - 1;
        sealedThrough = end;
        if (_scan.HasPage && page.Load(epoch, this))
        {
            end = page.NextSequence - 1;
            sealedThrough = _scan.IsSealed ? end : page.Header.FirstSequence - 1;
        }
        else
        {
            page.Close();
        }

        if (_scan.IsSealed)
        {
            page.Close();
        }

        return end;
    }

    // Rows that the segment holds too are leftovers of a move. Unreadable bytes count as numbers that may have been used
    // when they stand behind the newest rows, or where no row at all verifies.
    private long AdoptTails(uint epoch, long end)
    {
        long acked = 0;
        for (int i = 0; i < JournalLimits.TailCount; i++)
        {
            Tail tail = _tails.File(i);
            if (tail.Rows == 0)
            {
                CountUnreadable(_unreadable[i]);
                continue;
            }

            if (tail.PeekEpoch(JournalLimits.MaxTailBytes) != epoch)
            {
                Report.UnknownFiles++;
                tail.Clear();
                continue;
            }

            acked = tail.Acked > acked ? tail.Acked : acked;
            if (tail.NextSequence - 1 <= end)
            {
                tail.Clear();
                continue;
            }

            _tails.Adopt(i);
        }

        for (int i = 0; i < JournalLimits.TailCount && _tails.Count > 0; i++)
        {
            if (_tails.File(i) == _tails[_tails.Count - 1])
            {
                CountUnreadable(_unreadable[i]);
            }
        }

        Report.PendingTails = _tails.Count;
        Report.PendingRows = _tails.Rows;
        return acked;
    }

    private void CountUnreadable(int bytes)
    {
        int rows = (bytes + JournalLimits.MinTailRowBytes - 1) / JournalLimits.MinTailRowBytes;
        _unreadableRows = rows > _unreadableRows ? rows : _unreadableRows;
    }

    // Numbers between the segment and the tails, between tails, and behind the last one.
    private long AccountForGaps(long end)
    {
        long durable = end;
        for (int i = 0; i < _tails.Count; i++)
        {
            Tail tail = _tails[i];
            long gapFirst = durable + 1;
            long gapLast = tail.FirstSequence - 1;
            tail.Rewind();
            while (tail.ReadNext(_scratch))
            {
                Visit(_scratch);
            }

            bool covered = _coveredFirst <= gapFirst && _coveredLast >= gapLast;
            if (gapLast >= gapFirst && !covered)
            {
                _losses.Add(gapFirst, gapLast, LossCause.Damaged);
            }

            durable = tail.NextSequence - 1 > durable ? tail.NextSequence - 1 : durable;
        }

        if (_unreadableRows == 0 && Report.DamagedEnd && _tails.Count == 0)
        {
            _unreadableRows = _scan.DamagedRows > 0 ? _scan.DamagedRows : JournalLimits.MaxChunkRows;
        }

        if (_unreadableRows > 0)
        {
            _losses.Add(durable + 1, durable + _unreadableRows, LossCause.TornWrite);
            durable += _unreadableRows;
        }

        return durable;
    }
}
