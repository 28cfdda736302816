using System;
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
/// the same twice. It never holds a scan up: each call decodes a few rows, and for that it has a coder and a page of its own, 4 KB with
/// four channels.
/// </remarks>
internal sealed class Thinner
{
    // What one call decodes: a row counts as one, an event's body by its length.
    private const int WorkPerCall = 12;
    private const int BodyBytesOfWork = 12;

    private readonly ReplayReader _reader;
    private readonly RowCoder _rows;
    private readonly PageReader _pages;
    private readonly byte[] _work;
    private readonly byte[] _page = new byte[JournalLimits.MaxPageBytes];
    private readonly ReplayRun _run = new ReplayRun();
    private readonly HourSummary _hour = new HourSummary();
    private readonly LostBody _lost = new LostBody();
    private readonly ThinnedBody _thinned = new ThinnedBody();

    private readonly LossList _carried = new LossList(LossCause.RingFull);

    private long _first;
    private long _last;
    private long _covered;
    private long _next;
    private Phase _phase;

    // Of the rows behind the numbers covered: how far they were collected, and how far the tombstone that waits covers.
    private long _collectedThrough;
    private long _coveredThen;

    // The page being decoded; a row that belongs to the next tombstone is held until then.
    private bool _pageOpen;
    private bool _rowHeld;
    private bool _pageEnded;

    /// <summary>Makes a thinner.</summary>
    /// <param name="reader">Reads the segments; its own.</param>
    /// <param name="mostChannels">Channels that pages have, as a rule.</param>
    /// <param name="work">A buffer of <see cref="JournalLimits.MaxMessageBytes"/>, free for use during calls.</param>
    public Thinner(ReplayReader reader, int mostChannels, byte[] work)
    {
        _reader = reader;
        _rows = new RowCoder(mostChannels);
        _pages = new PageReader(_rows);
        _work = work;
    }

    private enum Phase
    {
        /// <summary>Looks for tombstones in the segment, page by page.</summary>
        Search,

        /// <summary>Writes those found anew.</summary>
        Carry,

        /// <summary>Sums up scans.</summary>
        Sum,
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

        bool begun = coveredThrough >= first && coveredThrough <= last;
        _first = first;
        _last = last;
        _covered = begun ? coveredThrough : first - 1;
        _next = _covered + 1;
        _phase = begun ? Phase.Sum : Phase.Search;
        _pageOpen = false;
        _pageEnded = false;
        _carried.Clear();
        _hour.Clear();
    }

    /// <summary>Makes the next tombstone, or does a bounded piece of work towards it.</summary>
    public ThinnerStatus Next(uint epoch, Record tombstone)
    {
        switch (_phase)
        {
            case Phase.Search:
                return Search(epoch);
            case Phase.Carry:
                return Carry(tombstone);
            default:
                return _covered >= _last ? ThinnerStatus.Done : Sum(epoch, tombstone);
        }
    }

    /// <summary>The tombstone is durable.</summary>
    public void Commit()
    {
        if (_phase == Phase.Carry)
        {
            _carried.RemoveOldest();
            return;
        }

        _covered = _coveredThen;
        _next = _covered + 1;
        _hour.Clear();
    }

    /// <summary>Shows the rows of the first page of a run to somebody; the page being thinned is opened anew afterwards.</summary>
    public void Show(byte[] buffer, int end, uint epoch, IRecordVisitor visitor)
    {
        if (_pageOpen && _phase == Phase.Search)
        {
            _next = _collectedThrough + 1;
        }

        _pageOpen = false;
        _pageEnded = false;
        if (_pages.Find(buffer, RunHeader.Bytes, end, epoch) == PageStatus.Ok)
        {
            _pages.Decode(visitor);
        }
    }

    private ThinnerStatus Search(uint epoch)
    {
        if (!_pageOpen)
        {
            ReplayStatus status = _next > _last ? ReplayStatus.Nothing : _reader.ReadSome(_next, epoch, _work, _run);
            if (status == ReplayStatus.StoreFailed)
            {
                return ThinnerStatus.StoreFailed;
            }

            if (status == ReplayStatus.Busy)
            {
                return ThinnerStatus.Busy;
            }

            if (status == ReplayStatus.Damaged && _run.LastSequence < _last)
            {
                _next = _run.LastSequence + 1;
                return ThinnerStatus.Busy;
            }

            if (status != ReplayStatus.Ok || _run.FirstSequence > _last || !OpenPage(epoch))
            {
                EndSearch();
            }

            return ThinnerStatus.Busy;
        }

        for (int work = 0; work < WorkPerCall; work += 1 + (_pages.Row.BodyLength / BodyBytesOfWork))
        {
            if (!NextRow())
            {
                if (_collectedThrough < _next)
                {
                    EndSearch();
                }

                _next = _collectedThrough + 1;
                return ThinnerStatus.Busy;
            }

            _collectedThrough = _pages.Row.Sequence;
            TakeTombstone(_pages.Row);
        }

        return ThinnerStatus.Busy;
    }

    private void EndSearch()
    {
        _pageOpen = false;
        _collectedThrough = _covered;
        _next = _covered + 1;
        _phase = Phase.Carry;
    }

    private ThinnerStatus Carry(Record tombstone)
    {
        if (_carried.Count == 0)
        {
            _phase = Phase.Sum;
            return ThinnerStatus.Busy;
        }

        WriteLost(_carried.OldestFirst, _carried.OldestLast, _carried.OldestCause, tombstone);
        return ThinnerStatus.Tombstone;
    }

    private ThinnerStatus Sum(uint epoch, Record tombstone)
    {
        if (_pageEnded)
        {
            _pageEnded = false;
            return EndPage(tombstone);
        }

        if (!_pageOpen)
        {
            ReplayStatus status = _next > _last ? ReplayStatus.Nothing : _reader.ReadSome(_next, epoch, _work, _run);
            switch (status)
            {
                case ReplayStatus.Busy:
                    return ThinnerStatus.Busy;
                case ReplayStatus.StoreFailed:
                    return ThinnerStatus.StoreFailed;
                case ReplayStatus.Damaged:
                    return Lose(_run.LastSequence < _last ? _run.LastSequence : _last, LossCause.Damaged, tombstone);
                case ReplayStatus.Nothing:
                    return Lose(_last, LossCause.RingFull, tombstone);
            }

            _hour.Clear();
            return _run.FirstSequence > _last || !OpenPage(epoch) ? Lose(_last, LossCause.RingFull, tombstone) : ThinnerStatus.Busy;
        }

        for (int work = 0; work < WorkPerCall; work += 1 + (_pages.Row.BodyLength / BodyBytesOfWork))
        {
            if (!NextRow())
            {
                _pageEnded = work > 0;
                return _pageEnded ? ThinnerStatus.Busy : EndPage(tombstone);
            }

            if (!TakeScan(_pages.Row))
            {
                // To write the tombstone is work for a call of its own.
                _rowHeld = true;
                return work > 0 ? ThinnerStatus.Busy : WriteHour(tombstone);
            }

            _collectedThrough = _pages.Row.Sequence;
        }

        return ThinnerStatus.Busy;
    }

    private ThinnerStatus EndPage(Record tombstone)
    {
        if (_collectedThrough < _next)
        {
            return Lose(_last, LossCause.RingFull, tombstone);
        }

        if (_hour.Rows == 0)
        {
            // Events only: their numbers are covered with those that follow.
            _next = _collectedThrough + 1;
            return ThinnerStatus.Busy;
        }

        return WriteHour(tombstone);
    }

    private ThinnerStatus WriteHour(Record tombstone)
    {
        if (!_hour.TryWrite(_covered + 1, _collectedThrough, tombstone))
        {
            return Lose(_collectedThrough, LossCause.RingFull, tombstone);
        }

        _coveredThen = _collectedThrough;
        return ThinnerStatus.Tombstone;
    }

    // Opens the page that holds the next number; false when there is none.
    private bool OpenPage(uint epoch)
    {
        int offset = RunHeader.Bytes;
        do
        {
            if (_pages.Find(_work, offset, _run.Length, epoch) != PageStatus.Ok && !FindWide(offset, epoch))
            {
                return false;
            }

            offset = _pages.End;
        }
        while (_pages.LastSequence < _next);

        // The buffer is everybody's between two calls.
        Array.Copy(_work, _pages.Offset, _page, 0, _pages.Length);
        _pages.MoveTo(_page);
        _pages.BeginRows();
        _collectedThrough = _next - 1;
        _pageOpen = true;
        _rowHeld = false;
        return true;
    }

    // The next row that counts; false when the page, or the range, has no more.
    private bool NextRow()
    {
        bool there = _rowHeld || _pages.NextRow();
        _rowHeld = false;
        while (there && _pages.Row.Sequence < _next)
        {
            there = _pages.NextRow();
        }

        _pageOpen = there && _pages.Row.Sequence <= _last;
        return _pageOpen;
    }

    // A page of more channels than this gateway has now needs more models.
    private bool FindWide(int offset, uint epoch)
    {
        int channels = _pages.Header.ChannelCount;
        if (channels <= _rows.MostChannels)
        {
            return false;
        }

        _rows.EnsureChannels(channels);
        return _pages.Find(_work, offset, _run.Length, epoch) == PageStatus.Ok;
    }

    private bool TakeScan(Record record)
    {
        if (record.Kind != RecordKind.Scan)
        {
            return true;
        }

        int span = _pages.Header.PeriodSeconds * JournalLimits.ThinnedRows;
        span = span > JournalLimits.ThinnedSeconds ? span : JournalLimits.ThinnedSeconds;
        if (!_hour.Accepts(record, span))
        {
            return false;
        }

        _hour.Add(record, _pages.Header.ChannelSet, span);
        return true;
    }

    // What lies in the segment itself is covered with the segment's own numbers.
    private void TakeTombstone(Record record)
    {
        if (record.Kind == RecordKind.Lost && _lost.Read(record) && _lost.FirstSequence < _first)
        {
            _carried.Add(_lost.FirstSequence, _lost.LastSequence < _first ? _lost.LastSequence : _first - 1, _lost.Cause);
        }
        else if (record.Kind == RecordKind.Thinned && _thinned.Read(record) && _thinned.FirstSequence < _first)
        {
            long last = _thinned.LastSequence < _first ? _thinned.LastSequence : _first - 1;
            _carried.Add(_thinned.FirstSequence, last, LossCause.RingFull);
        }
    }

    private ThinnerStatus Lose(long last, byte cause, Record tombstone)
    {
        WriteLost(_covered + 1, last, cause, tombstone);
        _coveredThen = last;
        return ThinnerStatus.Tombstone;
    }

    private void WriteLost(long first, long last, byte cause, Record tombstone)
    {
        _lost.Cause = cause;
        _lost.FirstSequence = first;
        _lost.LastSequence = last;
        _lost.Write(tombstone);
    }
}
