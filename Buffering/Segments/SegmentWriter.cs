using System;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Tails;

namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>
/// Moves rows from the tails into the newest segment in dense code, and seals pages. Whatever the store answers, the state
/// here equals what is durable.
/// </summary>
public sealed class SegmentWriter
{
    private readonly JournalOptions _options;
    private readonly SegmentFile _file;
    private readonly Watermarks _watermarks;
    private readonly Record _row = new Record();
    private readonly ChunkDraft _draft;
    private readonly byte[] _work;

    private bool _mustCopyPage;
    private int _movedTails;
    private bool _movedExtra;
    private int _chunkBytes;

    // What the rows of a page have in common, for the chunk being made.
    private int _channelSet;
    private int _channelCount;
    private int _periodSeconds;

    /// <summary>Makes a writer without a segment.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="file">The newest segment.</param>
    /// <param name="watermarks">Moved when a page is sealed.</param>
    /// <param name="page">The page being written.</param>
    /// <param name="work">A buffer of <see cref="JournalLimits.MaxMessageBytes"/>, free for use during calls.</param>
    public SegmentWriter(JournalOptions options, SegmentFile file, Watermarks watermarks, PageWriter page, byte[] work)
    {
        _options = options;
        _file = file;
        _watermarks = watermarks;
        _work = work;
        Page = page;
        _draft = new ChunkDraft(page);
    }

    /// <summary>The page being written.</summary>
    public PageWriter Page { get; }

    /// <summary>The newest segment.</summary>
    public SegmentFile File => _file;

    /// <summary>Whether a segment was begun since this was last set to false: it still needs its channel set.</summary>
    public bool BeganSegment { get; set; }

    /// <summary>Goes on after recovery, which has loaded the page and resumed the file.</summary>
    public void Resume()
    {
        _mustCopyPage = Page.IsOpen && !_file.IsOpen;
        _draft.Drop();
        _chunkBytes = 0;
    }

    /// <summary>Whether the chunk that the rows in the tails will become has room for one more.</summary>
    public bool HasRoomFor(Record record) => _draft.HasRoomFor(record);

    /// <summary>A record is durable in the tails: it is coded now, so that moving it later is quick.</summary>
    public void Draft(TailSet tails, Record record, int channelSet, int channelCount, int periodSeconds)
    {
        if (_draft.Rows > 0)
        {
            _draft.Follow(record, channelSet, channelCount, periodSeconds);
        }
        else if (tails.Rows == 1)
        {
            BeginDraft(record, channelSet, channelCount, periodSeconds);
        }
    }

    /// <summary>Codes the rows that a start found in the tails.</summary>
    public void Draft(TailSet tails)
    {
        int group = tails.Count > 0 ? ContiguousTails(tails) : 0;
        for (int i = 0; i < group; i++)
        {
            Tail tail = tails[i];
            Rewind(tail);
            while (tail.ReadNext(_row))
            {
                if (_draft.Rows > 0)
                {
                    _draft.Follow(_row, tail.ChannelSet, tail.ChannelCount, tail.PeriodSeconds);
                }
                else if (i == 0)
                {
                    BeginDraft(_row, tail.ChannelSet, tail.ChannelCount, tail.PeriodSeconds);
                }
            }
        }
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
            Tail first = tails[0];
            Tail last = tails[group - 1];
            Record? follower = extra;
            if (group < tails.Count || extra == null || extra.Sequence != last.NextSequence
                || (extra.Boot != last.LastBoot && extra.Kind != RecordKind.Boot) || channelSet != first.ChannelSet
                || channelCount != first.ChannelCount || periodSeconds != first.PeriodSeconds)
            {
                follower = null;
            }

            UseChannels(first.ChannelSet, first.ChannelCount, first.PeriodSeconds);
            StoreStatus status = WriteRows(tails, group, follower, seal && group == tails.Count && follower == extra);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            tails.RemoveOldest(_movedTails);
            extra = _movedExtra ? null : extra;
        }

        if (extra != null)
        {
            UseChannels(channelSet, channelCount, periodSeconds);
            return WriteRows(tails, 0, extra, seal);
        }

        return seal && Page.IsOpen ? SealPage() : StoreStatus.Ok;
    }

    // Rows that do not begin a draft are coded when they move.
    private void BeginDraft(Record first, int channelSet, int channelCount, int periodSeconds)
    {
        UseChannels(channelSet, channelCount, periodSeconds);
        bool opening = !Page.IsOpen;
        bool continues = !opening && !Page.ModelsAreStale
            && PageContinuesWith(first.Sequence, first.Kind == RecordKind.Boot, first.Boot);
        int room = Room(opening);
        if ((opening || continues) && ChunkDraft.Bound(first) <= room)
        {
            if (opening)
            {
                FillHeader(first);
            }

            _draft.Begin(first, opening, channelSet, channelCount, periodSeconds, room);
        }
    }

    // Bytes that the next chunk may have.
    private int Room(bool opening)
    {
        int ofPage = JournalLimits.MaxPageBytes - (opening ? 0 : Page.Length);
        int ofSegment = _options.SegmentBytes - (_file.IsOpen ? _file.Length : RunHeader.Bytes);
        return (ofPage < ofSegment ? ofPage : ofSegment) - Chunk.SealBytes;
    }

    // Rows of one chunk must follow each other, share their channel set, and be few enough.
    private static int ContiguousTails(TailSet tails)
    {
        int count = 1;
        int rows = tails[0].Rows;
        while (count < tails.Count
            && tails[count].FirstSequence == tails[count - 1].NextSequence
            && (tails[count].FirstBoot == tails[count - 1].LastBoot || tails[count].StartsBoot)
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

    private void UseChannels(int channelSet, int channelCount, int periodSeconds)
    {
        _channelSet = channelSet;
        _channelCount = channelCount;
        _periodSeconds = periodSeconds;
    }

    // Each round either writes or makes the room that the one before lacked.
    private StoreStatus WriteRows(TailSet tails, int group, Record? extra, bool seal)
    {
        while (true)
        {
            StoreStatus status = CopyPage();
            long first = group > 0 ? tails[0].FirstSequence : extra!.Sequence;
            bool startsBoot = group > 0 ? tails[0].StartsBoot : extra!.Kind == RecordKind.Boot;
            uint boot = group > 0 ? tails[0].FirstBoot : extra!.Boot;
            if (status == StoreStatus.Ok && Page.IsOpen && !PageContinuesWith(first, startsBoot, boot))
            {
                status = SealPage();
            }

            if (status != StoreStatus.Ok)
            {
                return status;
            }

            bool opening = !Page.IsOpen;
            int start = _file.IsOpen ? 0 : RunHeader.Bytes;
            int rows = Encode(tails, group, extra, opening, start, out int end);
            if (end < 0 && opening)
            {
                // More than a chunk holds: fewer rows at once. One tail, or one record, always fits.
                Invariant.Check(group > 1 || (group == 1 && extra != null), "one tail fits into a chunk");
                group = extra != null ? group : group - 1;
                extra = null;
                seal = false;
                continue;
            }

            int count = end - start;
            bool pageFull = !opening && (end < 0 || Page.Length + count + Chunk.SealBytes > JournalLimits.MaxPageBytes);
            bool segmentFull = _file.IsOpen && end >= 0 && _file.Length + count + Chunk.SealBytes > _options.SegmentBytes;
            if (pageFull || segmentFull)
            {
                status = Page.IsOpen ? SealPage() : StoreStatus.Ok;
                if (status != StoreStatus.Ok)
                {
                    return status;
                }

                if (segmentFull)
                {
                    _file.Close();
                }

                continue;
            }

            // The next chunk will be about as long: a page that could not take it ends here, in the same write.
            int pageRows = rows + (opening ? 0 : Page.Rows);
            int pageBytes = count + (opening ? 0 : Page.Length);
            int fileBytes = count + (_file.IsOpen ? _file.Length : start);
            bool sealNow = seal || pageRows + rows > _options.RowsPerPage(_channelCount)
                || pageBytes + count + Chunk.SealBytes > JournalLimits.MaxPageBytes
                || fileBytes + count + Chunk.SealBytes > _options.SegmentBytes;
            _chunkBytes = count;
            status = WriteChunk(first, start, end, sealNow);
            _movedTails = group;
            _movedExtra = extra != null;
            return status;
        }
    }

    // Rows say their boot only where it begins; any other change needs a page header.
    private bool PageContinuesWith(long sequence, bool startsBoot, uint boot) => sequence == Page.NextSequence
        && (startsBoot || Page.LastBoot == boot) && Page.Header.ChannelSet == _channelSet
        && Page.Header.ChannelCount == _channelCount && Page.Header.PeriodSeconds == _periodSeconds;

    private StoreStatus WriteChunk(long first, int start, int end, bool seal)
    {
        int sealedEnd = seal ? Page.WriteSeal(_work, start, end - start, end, _file.Epoch) : end;
        StoreStatus status = WriteOut(first, sealedEnd);
        if (status == StoreStatus.Ok)
        {
            Page.Commit(_work, start, end);
            if (seal)
            {
                CommitSeal();
            }
        }

        return status;
    }

    private int Encode(TailSet tails, int group, Record? extra, bool opening, int start, out int end)
    {
        if (_draft.Rows > 0 && _draft.IsOpening == opening && group > 0 && _draft.FirstSequence == tails[0].FirstSequence
            && tails[group - 1].NextSequence == _draft.FirstSequence + _draft.Rows)
        {
            int drafted = _draft.Rows + (extra != null ? 1 : 0);
            end = _draft.Finish(extra, _work, start, _file.Epoch);
            return drafted;
        }

        _draft.Drop();

        // An earlier try trained the models with rows that did not become durable: they are built again from those that did.
        if (!opening && Page.ModelsAreStale)
        {
            Invariant.Check(Page.Load(_file.Epoch, null), "the page's own bytes verify");
        }

        int rows = 0;
        for (int i = 0; i < group; i++)
        {
            Tail tail = tails[i];
            Rewind(tail);
            while (tail.ReadNext(_row))
            {
                AddRow(_row, ref rows, opening, start);
            }
        }

        if (extra != null)
        {
            AddRow(extra, ref rows, opening, start);
        }

        end = Page.EndChunk(_work, _file.Epoch);
        return rows;
    }

    private void AddRow(Record record, ref int rows, bool opening, int start)
    {
        if (rows == 0 && opening)
        {
            FillHeader(record);
            Page.BeginPage(_work, start);
        }
        else if (rows == 0)
        {
            Page.BeginChunk(_work, start);
        }

        Page.Add(record);
        rows++;
    }

    private void FillHeader(Record first)
    {
        PageHeader header = Page.Header;
        header.FirstSequence = first.Sequence;
        header.Boot = first.Boot;
        header.UptimeSeconds = first.UptimeSeconds;
        header.BootUtcMs = first.BootUtcMs;
        header.ChannelSet = _channelSet;
        header.ChannelCount = _channelCount;
        header.PeriodSeconds = _periodSeconds;
    }

    // Tails do not store what UTC the boot of their first row has: the page before knows.
    private void Rewind(Tail tail)
    {
        if (tail.FirstBootUtcMs == 0 && Page.IsOpen && Page.LastBoot == tail.FirstBoot)
        {
            tail.FirstBootUtcMs = Page.LastBootUtcMs;
        }

        tail.Rewind();
    }

    private StoreStatus SealPage()
    {
        StoreStatus status = CopyPage();
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        int end = Page.WriteSeal(_work, 0, 0, 0, _file.Epoch);
        status = WriteOut(0, end);
        if (status == StoreStatus.Ok)
        {
            CommitSeal();
        }

        return status;
    }

    private void CommitSeal()
    {
        long through = Page.NextSequence - 1;
        Page.CommitSeal();
        _watermarks.MoveSealed(through);
        if (_file.IsOpen && _file.Length + _chunkBytes + Chunk.SealBytes > _options.SegmentBytes)
        {
            _file.Close();
        }
    }

    // A failed write leaves the end of the segment unknown. Nothing is appended behind it: the open page, whose bytes are
    // all here, is copied into a segment of its own, and the old one ends where the new one begins.
    private StoreStatus CopyPage()
    {
        if (!_mustCopyPage)
        {
            return StoreStatus.Ok;
        }

        Array.Copy(Page.Bytes, 0, _work, RunHeader.Bytes, Page.Length);
        return WriteOut(Page.Header.FirstSequence, RunHeader.Bytes + Page.Length);
    }

    private StoreStatus WriteOut(long firstSequence, int end)
    {
        bool begins = !_file.IsOpen;
        StoreStatus status = _file.Write(firstSequence, _work, end, Page.PreviousMac);
        _mustCopyPage = status != StoreStatus.Ok && Page.IsOpen;
        BeganSegment |= begins && status == StoreStatus.Ok;
        return status;
    }
}
