using System;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Tails;

namespace ZhiSan.Edge.Buffering.Starting;

/// <summary>
/// Starts from any bytes (I5). One directory listing, then the tails and the newest segment that verifies; nothing else is
/// read, however large the ring. FORMAT.md has the decision table.
/// </summary>
public sealed class Recovery : IRecordVisitor
{
    // When damage may have hidden boot records, their numbers are passed over as well.
    private const uint BootsSkippedAfterDamage = 100;

    private readonly TailSet _tails;
    private readonly SegmentWriter _writer;
    private readonly LossList _losses;
    private readonly TailLoader _tailLoader;
    private readonly SegmentFinder _finder;
    private readonly Record _scratch = new Record();
    private readonly Record _last = new Record();
    private readonly LostBody _lost = new LostBody();
    private readonly ThinnedBody _thinned = new ThinnedBody();

    private bool _takesUnreadable;
    private bool _channelSetSeen;
    private bool _hasLast;

    /// <summary>Makes a recovery over the parts of a journal.</summary>
    public Recovery(
        IStore store, SegmentIndex index, TailSet tails, SegmentWriter writer, LossList losses, OrphanList orphans, byte[] work)
    {
        _tails = tails;
        _writer = writer;
        _losses = losses;
        _tailLoader = new TailLoader(store, tails, work);
        _finder = new SegmentFinder(store, index, orphans, work);
    }

    /// <summary>What was found.</summary>
    public RecoveryReport Report { get; } = new RecoveryReport();

    /// <summary>
    /// Runs the recovery, once, over the files that the store lists. <paramref name="newEpoch"/> is taken when nothing verifies. Any status
    /// but Ok means that the store did not let itself be read: another recovery may try it again, at last with
    /// <paramref name="takesUnreadable"/>, to which a file that cannot be read is a damaged one.
    /// </summary>
    public StoreStatus Run(string[] names, uint newEpoch, Watermarks watermarks, bool takesUnreadable)
    {
        _takesUnreadable = takesUnreadable;
        uint tailEpoch = _tailLoader.Load();
        uint epoch = tailEpoch != 0 ? tailEpoch : _finder.FindEpoch(names);
        if (epoch == 0 && !HasReadAll())
        {
            return StoreStatus.Failed;
        }

        Report.Formatted = epoch == 0;
        epoch = epoch != 0 ? epoch : SegmentFinder.UnusedEpoch(newEpoch, names);
        bool found = _finder.FindNewest(names, epoch, _writer.Page);
        if (!HasReadAll())
        {
            return StoreStatus.Failed;
        }

        if (!found && tailEpoch == 0 && !Report.Formatted)
        {
            // How far the numbers of that epoch went nobody can say any more, and none may be given twice (I2).
            Report.Formatted = true;
            epoch = SegmentFinder.UnusedEpoch(newEpoch, names);
            _finder.FindNewest(names, epoch, _writer.Page);
        }

        _writer.File.Epoch = epoch;
        _writer.File.Resume(_finder.Name, _finder.Scan.ValidLength, found && _finder.CanAppend);
        Restore(found, epoch, watermarks);
        _writer.Resume();
        FillReport();
        return StoreStatus.Ok;
    }

    /// <summary>Sees the tombstones among them; null when nobody looks.</summary>
    public IRecordVisitor? Tombstones { get; set; }

    /// <summary>Sees the rows of the last page and of the tails.</summary>
    public void Visit(Record record)
    {
        _hasLast = true;
        _last.CopyFrom(record);
        if (record.Boot > Report.LastBoot)
        {
            Report.LastBoot = record.Boot;
        }

        _channelSetSeen |= record.Kind == RecordKind.ChannelSet;
        if (record.Kind == RecordKind.Lost || record.Kind == RecordKind.Thinned)
        {
            Tombstones?.Visit(record);
        }

        if (record.Kind == RecordKind.Lost && _lost.Read(record))
        {
            _losses.Cover(_lost.FirstSequence, _lost.LastSequence);
        }
        else if (record.Kind == RecordKind.Thinned && _thinned.Read(record))
        {
            _losses.Cover(_thinned.FirstSequence, _thinned.LastSequence);
            Report.ThinnedThrough = _thinned.LastSequence;
        }
    }

    private bool HasReadAll() => _tailLoader.FailedReads + _finder.FailedReads == 0 || _takesUnreadable;

    private void Restore(bool found, uint epoch, Watermarks watermarks)
    {
        SegmentScan scan = _finder.Scan;
        long end = found ? scan.LastSequence : 0;
        long acked = _tailLoader.Adopt(epoch, end);
        if (found && scan.Header.HeldFrom - 1 > acked)
        {
            acked = scan.Header.HeldFrom - 1;
        }

        long durable = NoteGaps(found, end, acked);
        LoadRows(found, epoch);
        _losses.Cover(1, acked);
        bool anythingMissing = _losses.Count > 0;
        long used = LastNumberUsed(durable, end);
        if (used > durable)
        {
            _losses.Add(durable + 1, used, LossCause.TornWrite);
        }

        long heldFrom = _finder.OldestFirst;
        long freed = heldFrom > 0 && heldFrom - 1 < acked ? heldFrom - 1 : acked;
        long sealedThrough = _writer.Page.IsOpen ? _writer.Page.Header.FirstSequence - 1 : end;
        watermarks.Restore(freed, acked, sealedThrough, used);
        Report.LastBoot += anythingMissing || used > durable ? BootsSkippedAfterDamage : 0;
    }

    // Numbers that nothing holds and nobody acknowledged: before the oldest segment, before the last page, between the
    // segment and the tails, between tails.
    private long NoteGaps(bool found, long end, long acked)
    {
        SegmentScan scan = _finder.Scan;
        if (found)
        {
            NoteGap(acked + 1, _finder.OldestFirst - 1);
            if (scan.GapFirst > 0)
            {
                NoteGap(scan.GapFirst > acked ? scan.GapFirst : acked + 1, scan.GapLast);
            }
        }

        long have = end > acked ? end : acked;
        for (int i = 0; i < _tails.Count; i++)
        {
            NoteGap(have + 1, _tails[i].FirstSequence - 1);
            have = _tails[i].NextSequence - 1 > have ? _tails[i].NextSequence - 1 : have;
        }

        return have;
    }

    private void NoteGap(long first, long last)
    {
        if (first <= last)
        {
            _losses.Add(first, last, LossCause.Damaged);
        }
    }

    private void LoadRows(bool found, uint epoch)
    {
        PageWriter page = _writer.Page;
        if (!found || !page.Load(epoch, this) || _finder.Scan.IsSealed)
        {
            page.Close();
        }

        if (!found)
        {
            Array.Clear(page.PreviousMac, 0, JournalLimits.MacBytes);
        }

        for (int i = 0; i < _tails.Count; i++)
        {
            _tails[i].Rewind();
            while (_tails[i].ReadNext(_scratch))
            {
                Visit(_scratch);
            }
        }
    }

    // Bytes that do not verify may have held numbers: an upper bound of them, so that none is ever given twice (I2).
    private long LastNumberUsed(long durable, long end)
    {
        long used = durable + _tailLoader.UnreadableRows;
        if (_finder.TornThrough > used)
        {
            used = _finder.TornThrough;
        }

        if (_finder.HasDamage)
        {
            // A write that left garbage holds what the tails hold, and perhaps one long record more.
            long behind = _finder.DamagedBehind > end ? _finder.DamagedBehind : end;
            bool inTails = _tails.Count > 0 && _tails[0].FirstSequence <= behind + 1;
            long bound = inTails ? durable + 1 : behind + JournalLimits.MaxChunkRows;
            bound += _finder.DamagedRows;
            used = bound > used ? bound : used;
        }

        return used;
    }

    private void FillReport()
    {
        if (_hasLast)
        {
            Report.LastRecord = new Record(_last.ChannelCount, _last.BodyLength);
            Report.LastRecord.CopyFrom(_last);
        }

        Report.Files = _finder.Files;
        Report.UnknownFiles = _finder.UnknownFiles + _tailLoader.ForeignTails;
        Report.Segments = _finder.Segments;
        Report.UnreadableSegments = _finder.UnreadableSegments;
        Report.PendingTails = _tails.Count;
        Report.PendingRows = _tails.Rows;
        Report.UnreadableTailBytes = _tailLoader.UnreadableBytes;
        Report.DamagedEnd = _finder.HasDamagedEnd;
        Report.BytesRead = _tailLoader.BytesRead + _finder.BytesRead;
        Report.ChannelSetMissing = !_channelSetSeen && _finder.Scan.Pages <= 1;
    }
}
