using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Buffering.Ring;

/// <summary>
/// Turns the rows of the oldest segment into tombstones that cover every one of its numbers, one tombstone at a time: hourly
/// <c>Thinned</c> records of its scans, <c>Lost</c> for what cannot be decoded. Tombstones that it finds there are carried on,
/// because the numbers they account for are no longer anywhere else.
/// </summary>
/// <remarks>
/// What it makes depends on the stored rows alone: begun anew after a power cut it makes the same tombstones again, which says
/// the same twice.
/// </remarks>
internal sealed class Thinner : IRecordVisitor
{
    private readonly ReplayReader _reader;
    private readonly RowCoder _rows;
    private readonly PageReader _pages;
    private readonly PageWriter _openPage;
    private readonly byte[] _work;
    private readonly ReplayRun _run = new ReplayRun();
    private readonly HourSummary _hour = new HourSummary();
    private readonly LostBody _lost = new LostBody();
    private readonly ThinnedBody _thinned = new ThinnedBody();

    private readonly LossList _carried = new LossList(LossCause.RingFull);

    private long _first;
    private long _last;
    private long _covered;
    private long _next;

    // What was collected behind the numbers covered, and the tombstone that waits to become durable.
    private bool _collected;
    private bool _stopped;
    private long _collectedThrough;
    private bool _carries;
    private long _coveredThen;

    /// <summary>Makes a thinner that decodes with the open page's models.</summary>
    public Thinner(ReplayReader reader, RowCoder rows, PageWriter openPage, byte[] work)
    {
        _reader = reader;
        _rows = rows;
        _pages = new PageReader(rows);
        _openPage = openPage;
        _work = work;
    }

    /// <summary>
    /// Begins with a range of numbers, or goes on with it. Numbers through <paramref name="coveredThrough"/> have tombstones.
    /// </summary>
    public void Start(long first, long last, long coveredThrough)
    {
        if (_last == last && _covered >= first - 1)
        {
            return;
        }

        _first = first;
        _last = last;
        _covered = coveredThrough >= first && coveredThrough <= last ? coveredThrough : first - 1;
        _next = _covered + 1;
        Forget();
    }

    /// <summary>Makes the next tombstone.</summary>
    public ThinnerStatus Next(uint epoch, Record tombstone)
    {
        if (!_collected)
        {
            if (_covered >= _last)
            {
                return ThinnerStatus.Done;
            }

            ThinnerStatus status = Collect(epoch, tombstone);
            if (status != ThinnerStatus.Busy)
            {
                return status;
            }
        }

        _carries = _carried.Count > 0;
        if (_carries)
        {
            LossRange oldest = _carried.Oldest;
            WriteLost(oldest.First, oldest.Last, oldest.Cause, tombstone);
            return ThinnerStatus.Tombstone;
        }

        if (_hour.Rows == 0)
        {
            _next = _collectedThrough + 1;
            Forget();
            return ThinnerStatus.Busy;
        }

        return _hour.TryWrite(_covered + 1, _collectedThrough, tombstone)
            ? Cover(_collectedThrough)
            : Lose(_collectedThrough, LossCause.RingFull, tombstone);
    }

    /// <summary>The tombstone is durable.</summary>
    public void Commit()
    {
        if (_carries)
        {
            _carried.RemoveOldest();
            return;
        }

        _covered = _coveredThen;
        _next = _covered + 1;
        Forget();
    }

    /// <summary>Sees the rows of the page being thinned.</summary>
    public void Visit(Record record)
    {
        if (record.Sequence < _next || _stopped)
        {
            return;
        }

        _stopped = record.Sequence > _last || !Take(record);
        if (!_stopped)
        {
            _collectedThrough = record.Sequence;
        }
    }

    private void Forget()
    {
        _collected = false;
        _carries = false;
        _stopped = false;
        _carried.Clear();
        _hour.Clear();
    }

    // Busy means that there is something to say about what was collected.
    private ThinnerStatus Collect(uint epoch, Record tombstone)
    {
        if (_next > _last)
        {
            return Lose(_last, LossCause.RingFull, tombstone);
        }

        switch (_reader.Read(_next, epoch, _work, _run))
        {
            case ReplayStatus.StoreFailed:
                return ThinnerStatus.StoreFailed;
            case ReplayStatus.Nothing:
                return Lose(_last, LossCause.RingFull, tombstone);
            case ReplayStatus.Damaged:
                return Lose(_run.LastSequence < _last ? _run.LastSequence : _last, LossCause.Damaged, tombstone);
            default:
                return _run.FirstSequence > _last
                    ? Lose(_last, LossCause.RingFull, tombstone)
                    : Decode(epoch, tombstone);
        }
    }

    private ThinnerStatus Decode(uint epoch, Record tombstone)
    {
        int offset = RunHeader.Bytes;
        do
        {
            if (_pages.Find(_work, offset, _run.Length, epoch) != PageStatus.Ok && !FindWide(offset, epoch))
            {
                return Lose(_run.LastSequence < _last ? _run.LastSequence : _last, LossCause.RingFull, tombstone);
            }

            offset = _pages.End;
        }
        while (_pages.LastSequence < _next);

        Forget();
        _collectedThrough = _next - 1;
        _openPage.LendModels();
        _pages.Decode(this);
        _collected = _collectedThrough >= _next;
        return _collected ? ThinnerStatus.Busy : Lose(_last, LossCause.RingFull, tombstone);
    }

    // A page of more channels than this gateway has now needs more models.
    private bool FindWide(int offset, uint epoch)
    {
        int channels = _pages.Header.ChannelCount;
        if (channels <= _rows.MostChannels)
        {
            return false;
        }

        _openPage.LendModels();
        _rows.EnsureChannels(channels);
        return _pages.Find(_work, offset, _run.Length, epoch) == PageStatus.Ok;
    }

    private bool Take(Record record)
    {
        if (record.Kind == RecordKind.Scan)
        {
            int span = _pages.Header.PeriodSeconds * JournalLimits.ThinnedRows;
            span = span > JournalLimits.ThinnedSeconds ? span : JournalLimits.ThinnedSeconds;
            if (!_hour.Accepts(record, span))
            {
                return false;
            }

            _hour.Add(record, _pages.Header.ChannelSet, span);
        }
        else if (record.Kind == RecordKind.Lost && _lost.Read(record))
        {
            Carry(_lost.FirstSequence, _lost.LastSequence, _lost.Cause);
        }
        else if (record.Kind == RecordKind.Thinned && _thinned.Read(record))
        {
            Carry(_thinned.FirstSequence, _thinned.LastSequence, LossCause.RingFull);
        }

        return true;
    }

    // What lies in the segment itself is covered with the segment's own numbers.
    private void Carry(long first, long last, byte cause)
    {
        if (first < _first)
        {
            _carried.Add(first, last < _first ? last : _first - 1, cause);
        }
    }

    private ThinnerStatus Cover(long through)
    {
        _carries = false;
        _coveredThen = through;
        return ThinnerStatus.Tombstone;
    }

    private ThinnerStatus Lose(long last, byte cause, Record tombstone)
    {
        WriteLost(_covered + 1, last, cause, tombstone);
        return Cover(last);
    }

    private void WriteLost(long first, long last, byte cause, Record tombstone)
    {
        _lost.Cause = cause;
        _lost.FirstSequence = first;
        _lost.LastSequence = last;
        _lost.Write(tombstone);
    }
}
