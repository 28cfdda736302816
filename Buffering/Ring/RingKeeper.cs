using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Starting;
using ZhiSan.Edge.Buffering.Tails;

namespace ZhiSan.Edge.Buffering.Ring;

/// <summary>
/// Keeps room for the next segment: frees what was acknowledged, thins what was not. Tombstone first, then delete (I3).
/// Called after every record, it does a bounded piece of the work each time.
/// </summary>
internal sealed class RingKeeper
{
    // With a quarter of the newest segment full the oldest has to go: not earlier, because every day of it counts. What is left when the
    // segment ends is done at once: the flash has no room for one more.
    private const int DueQuarters = 1;

    private readonly IStore _store;
    private readonly int _maxSegments;
    private readonly int _dueBytes;
    private readonly SegmentIndex _index;
    private readonly TailSet _tails;
    private readonly SegmentFile _file;
    private readonly Watermarks _watermarks;
    private readonly OrphanList _orphans;
    private readonly Thinner _thinner;
    private readonly Record _tombstone = new Record(0, JournalLimits.MaxEventBodyBytes);

    /// <summary>Makes a keeper over the parts of a journal.</summary>
    public RingKeeper(
        IStore store, JournalOptions options, SegmentIndex index, TailSet tails, SegmentFile file, Watermarks watermarks,
        OrphanList orphans, Thinner thinner)
    {
        _store = store;
        _maxSegments = options.MaxSegments;
        _dueBytes = options.SegmentBytes / 4 * DueQuarters;
        _index = index;
        _tails = tails;
        _file = file;
        _watermarks = watermarks;
        _orphans = orphans;
        _thinner = thinner;
    }

    /// <summary>Last number that a <c>Thinned</c> record found at start covers: thinning goes on behind it.</summary>
    public long ThinnedThrough { get; set; }

    /// <summary>Does a piece of the work, if there is any. False when the store refused.</summary>
    public bool Step(IRecordSink sink, int uptimeSeconds)
    {
        while (_orphans.Count > 0 && _index.Count + _orphans.Count >= _maxSegments)
        {
            if (!DeleteOrphan())
            {
                return false;
            }
        }

        // Recovery takes numbers for lost that are neither there nor known to be acknowledged. The next record makes it known, before
        // the segment has to go: in a file system that is full nothing could.
        long oldestLast = _index.Count > 0 ? _index.FirstBehind(0) - 1 : -1;
        bool known = _tails.DurableAcked >= oldestLast;
        if (!known && oldestLast <= _watermarks.Acked)
        {
            _tails.CloseLast();
        }

        bool due = _index.Count > _maxSegments
            || (_index.Count == _maxSegments && _file.Length > _dueBytes);
        if (!due || oldestLast < 0)
        {
            return true;
        }

        if (oldestLast > _watermarks.Acked)
        {
            bool covered = Cover(oldestLast, sink, uptimeSeconds, out bool failed);
            return covered || !failed;
        }

        return !known || DeleteOldest(oldestLast);
    }

    /// <summary>The file system is full before the budget is: frees what needs no tombstone. False when there is no such thing.</summary>
    public bool MakeRoom()
    {
        if (_orphans.Count > 0)
        {
            return DeleteOrphan();
        }

        long last = _index.Count > 0 ? _index.FirstBehind(0) - 1 : -1;
        return last >= 0 && last <= _watermarks.Acked && DeleteOldest(last);
    }

    // A piece for each record that is taken, so that no scan waits long.
    private bool Cover(long last, IRecordSink sink, int uptimeSeconds, out bool failed)
    {
        long oldest = _index.First(0);
        long first = _watermarks.Acked + 1 < oldest && oldest <= last ? oldest : _watermarks.Acked + 1;
        _thinner.Start(first, last, ThinnedThrough);
        bool urgent = _index.Count > _maxSegments;
        failed = false;
        do
        {
            ThinnerStatus status = _thinner.Next(_file.Epoch, _tombstone);
            if (status == ThinnerStatus.Done)
            {
                _watermarks.MoveAcked(last);
                return true;
            }

            failed = status == ThinnerStatus.StoreFailed;
            if (status == ThinnerStatus.Tombstone)
            {
                _tombstone.UptimeSeconds = uptimeSeconds;
                failed = sink.Take(_tombstone) != AppendStatus.Durable;
                if (!failed)
                {
                    _thinner.Commit();
                }
            }
        }
        while (urgent && !failed);

        return false;
    }

    private bool DeleteOrphan()
    {
        StoreStatus status = _store.Delete(_orphans.Last);
        if (status != StoreStatus.Ok && status != StoreStatus.NotFound)
        {
            return false;
        }

        _orphans.RemoveLast();
        return true;
    }

    private bool DeleteOldest(long last)
    {
        StoreStatus status = _store.Delete(_index.Name(0));
        if (status != StoreStatus.Ok && status != StoreStatus.NotFound)
        {
            return false;
        }

        long first = _index.First(0);
        _index.RemoveAt(0);
        _watermarks.MoveFreed(_index.First(0) == first ? first - 1 : last);
        return true;
    }
}
