using System;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Tails;

namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>
/// Moves rows from the tails into the newest segment in dense code, seals pages, begins segments. Whatever the store
/// answers, the state here equals what is durable.
/// </summary>
public sealed class SegmentWriter
{
    private readonly IStore _store;
    private readonly JournalOptions _options;
    private readonly SegmentIndex _index;
    private readonly Watermarks _watermarks;
    private readonly Record _row = new Record();
    private readonly RunHeader _header = new RunHeader();
    private readonly byte[] _work;

    private string _name = string.Empty;
    private int _length;
    private bool _isOpen;
    private bool _mustCopyPage;
    private int _movedTails;
    private bool _movedExtra;
    private bool _modelsAhead;

    /// <summary>Makes a writer without a segment.</summary>
    public SegmentWriter(
        IStore store, JournalOptions options, SegmentIndex index, Watermarks watermarks, PageWriter page, byte[] work)
    {
        _store = store;
        _options = options;
        _index = index;
        _watermarks = watermarks;
        _work = work;
        Page = page;
    }

    /// <summary>The page being written.</summary>
    public PageWriter Page { get; }

    /// <summary>Epoch of everything written.</summary>
    public uint Epoch { get; set; }

    /// <summary>Whether a segment was begun since this was last set to false: it still needs its channel set.</summary>
    public bool BeganSegment { get; set; }

    /// <summary>Segment appends and creations so far.</summary>
    public long Writes { get; private set; }

    /// <summary>Continues the newest segment after recovery.</summary>
    public void Resume(string name, int length, bool damagedEnd)
    {
        _name = name;
        _length = length;
        _isOpen = !damagedEnd;
        _mustCopyPage = damagedEnd && Page.IsOpen;
    }

    /// <summary>
    /// Moves all rows of the tails, and then <paramref name="extra"/> if it is not null, into the segment; seals the page
    /// when asked to. On failure the rows that did not move are still in the tails.
    /// </summary>
    public StoreStatus Move(TailSet tails, Record? extra, int channelSet, int channelCount, int periodSeconds, bool seal)
    {
        tails.CloseLast();
        while (tails.Count > 0)
        {
            int group = ContiguousTails(tails);
            bool last = group == tails.Count;
            Record? follower = last && extra != null && extra.Sequence == tails[group - 1].NextSequence ? extra : null;
            Tail first = tails[0];
            StoreStatus status = WriteRows(
                tails, group, follower, first.ChannelSet, first.ChannelCount, first.PeriodSeconds, seal && last);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            tails.RemoveOldest(_movedTails);
            if (_movedExtra)
            {
                extra = null;
            }
        }

        if (extra != null)
        {
            return WriteRows(tails, 0, extra, channelSet, channelCount, periodSeconds, seal);
        }

        return seal && Page.IsOpen ? SealPage() : StoreStatus.Ok;
    }

    // Rows of one chunk must follow each other, share their channel set, and be few enough.
    private static int ContiguousTails(TailSet tails)
    {
        int count = 1;
        int rows = tails[0].Rows;
        while (count < tails.Count
            && tails[count].FirstSequence == tails[count - 1].NextSequence
            && tails[count].ChannelSet == tails[0].ChannelSet
            && tails[count].ChannelCount == tails[0].ChannelCount
            && tails[count].PeriodSeconds == tails[0].PeriodSeconds
            && rows + tails[count].Rows < JournalLimits.MaxChunkRows)
        {
            rows += tails[count].Rows;
            count++;
        }

        return count;
    }

    private StoreStatus WriteRows(
        TailSet tails, int group, Record? extra, int channelSet, int channelCount, int periodSeconds, bool seal)
    {
        // Each round either writes or makes the room that the one before lacked.
        while (true)
        {
            StoreStatus status = PrepareSegment();
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            long first = group > 0 ? tails[0].FirstSequence : extra!.Sequence;
            if (Page.IsOpen && (first != Page.NextSequence || Page.Header.ChannelSet != channelSet
                || Page.Header.ChannelCount != channelCount || Page.Header.PeriodSeconds != periodSeconds))
            {
                status = SealPage();
                if (status != StoreStatus.Ok)
                {
                    return status;
                }
            }

            bool opening = !Page.IsOpen;
            int start = _isOpen ? 0 : RunHeader.Bytes;
            int rows = Encode(tails, group, extra, channelSet, channelCount, periodSeconds, opening, start, out int end);
            if (end < 0)
            {
                // More than a chunk holds: fewer tails at once. One tail, or one event, always fits.
                Invariant.Check(group > 1 || (group == 1 && extra != null) || !opening, "one tail fits into a chunk");
                if (!opening)
                {
                    status = SealPage();
                    if (status != StoreStatus.Ok)
                    {
                        return status;
                    }
                }
                else if (extra != null)
                {
                    extra = null;
                }
                else
                {
                    group--;
                }

                continue;
            }

            int count = end - start;
            bool pageFull = !opening && Page.Length + count + Chunk.SealBytes > JournalLimits.MaxPageBytes;
            bool segmentFull = _isOpen && _length + count + Chunk.SealBytes > _options.SegmentBytes;
            if (pageFull || segmentFull)
            {
                status = Page.IsOpen ? SealPage() : StoreStatus.Ok;
                if (status != StoreStatus.Ok)
                {
                    return status;
                }

                _isOpen = _isOpen && !segmentFull;
                continue;
            }

            // The next chunk will be about as long: a page that could not take it ends here, in the same write.
            int pageRows = rows + (opening ? 0 : Page.Rows);
            bool sealNow = seal || pageRows + rows > _options.PageRows;
            int sealedEnd = sealNow ? Page.WriteSeal(_work, start, count, end, Epoch) : end;
            status = WriteOut(first, sealedEnd);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            Page.Commit(_work, start, end);
            _modelsAhead = false;
            if (sealNow)
            {
                CommitSeal();
            }

            _movedTails = group;
            _movedExtra = extra != null;
            return StoreStatus.Ok;
        }
    }

    private int Encode(
        TailSet tails, int group, Record? extra, int channelSet, int channelCount, int periodSeconds,
        bool opening, int start, out int end)
    {
        if (!opening)
        {
            RestoreModels();
        }

        _modelsAhead = true;
        int rows = 0;
        for (int i = 0; i < group; i++)
        {
            Tail tail = tails[i];
            if (tail.FirstBootUtcMs == 0 && Page.IsOpen && Page.LastBoot == tail.FirstBoot)
            {
                tail.FirstBootUtcMs = Page.LastBootUtcMs;
            }

            tail.Rewind();
            while (tail.ReadNext(_row))
            {
                AddRow(_row, ref rows, channelSet, channelCount, periodSeconds, opening, start);
            }
        }

        if (extra != null)
        {
            AddRow(extra, ref rows, channelSet, channelCount, periodSeconds, opening, start);
        }

        end = Page.EndChunk(_work, Epoch);
        return rows;
    }

    private void AddRow(
        Record record, ref int rows, int channelSet, int channelCount, int periodSeconds, bool opening, int start)
    {
        if (rows == 0)
        {
            if (opening)
            {
                PageHeader header = Page.Header;
                header.FirstSequence = record.Sequence;
                header.Boot = record.Boot;
                header.UptimeSeconds = record.UptimeSeconds;
                header.BootUtcMs = record.BootUtcMs;
                header.ChannelSet = channelSet;
                header.ChannelCount = channelCount;
                header.PeriodSeconds = periodSeconds;
                Page.BeginPage(_work, start);
            }
            else
            {
                Page.BeginChunk(_work, start);
            }
        }

        Page.Add(record);
        rows++;
    }

    /// <summary>Seals the open page with a write of its own.</summary>
    public StoreStatus SealPage()
    {
        StoreStatus status = PrepareSegment();
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        int end = Page.WriteSeal(_work, 0, 0, 0, Epoch);
        status = WriteOut(0, end);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        CommitSeal();
        return StoreStatus.Ok;
    }

    private void CommitSeal()
    {
        long through = Page.NextSequence - 1;
        Page.CommitSeal();
        _watermarks.MoveSealed(through);
    }

    // A failed write leaves the end of the segment unknown. Nothing is appended behind it: the open page, whose bytes are
    // all here, is copied into a segment of its own, and the old one ends where the new one begins.
    private StoreStatus PrepareSegment()
    {
        if (!_mustCopyPage)
        {
            return StoreStatus.Ok;
        }

        Array.Copy(Page.Bytes, 0, _work, RunHeader.Bytes, Page.Length);
        StoreStatus status = WriteOut(Page.Header.FirstSequence, RunHeader.Bytes + Page.Length);
        if (status == StoreStatus.Ok)
        {
            _mustCopyPage = false;
        }

        return status;
    }

    private StoreStatus WriteOut(long firstSequence, int end)
    {
        StoreStatus status;
        if (_isOpen)
        {
            status = _store.Append(_name, _work, 0, end);
        }
        else
        {
            status = BeginSegment(firstSequence, end);
        }

        if (status != StoreStatus.Ok)
        {
            _isOpen = false;
            _mustCopyPage = Page.IsOpen;
            return status == StoreStatus.NotFound ? StoreStatus.Failed : status;
        }

        Writes++;
        _length += end;
        return StoreStatus.Ok;
    }

    private StoreStatus BeginSegment(long firstSequence, int end)
    {
        if (_index.Count == _index.Capacity || !FindFreeName(firstSequence, out string name, out int generation))
        {
            return StoreStatus.Full;
        }

        _header.Epoch = Epoch;
        _header.FirstSequence = firstSequence;
        _header.HeldFrom = _watermarks.Freed + 1;
        Array.Copy(Page.PreviousMac, 0, _header.PreviousMac, 0, JournalLimits.MacBytes);
        _header.Write(_work, 0);
        StoreStatus status = _store.Write(name, _work, 0, end);

        // Even a failed write may have left the name behind: it is not used again.
        _index.Add(firstSequence, generation);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        _name = name;
        _length = 0;
        _isOpen = true;
        BeganSegment = true;
        return StoreStatus.Ok;
    }

    // A name that exists belongs to a segment cut short or damaged: it is passed over, never written over.
    private bool FindFreeName(long firstSequence, out string name, out int generation)
    {
        name = string.Empty;
        for (generation = 0; generation <= SegmentName.MaxGeneration; generation++)
        {
            name = SegmentName.Format(firstSequence, generation);
            if (_store.Read(name, 0, _header.PreviousMac, 0, 1, out int _) == StoreStatus.NotFound)
            {
                return true;
            }
        }

        return false;
    }

    // An earlier try trained the models with rows that did not become durable: they are built again from those that did.
    private void RestoreModels()
    {
        if (_modelsAhead)
        {
            Invariant.Check(Page.Load(Epoch, null), "the page's own bytes verify");
        }
    }
}
