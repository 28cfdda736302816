using System;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Buffering.Replay;

/// <summary>
/// Reads sealed pages back, as many whole ones as fit into a message, each exactly as it lies on flash. Reading on from where
/// the last call ended, or its last run again, costs one read of the store; starting anywhere else walks one segment.
/// </summary>
public sealed class ReplayReader
{
    /// <summary>Shortest run that holds any page.</summary>
    public const int ShortestRunBytes = (2 * RunHeader.Bytes) + JournalLimits.MaxPageBytes;

    private const int PagesOffset = RunHeader.Bytes;

    // What one call walks through: the bytes, and for each chunk what its head takes, in bytes of checksum. It is more than a message
    // of long pages has; of pages sealed every quarter of an hour a message holds a few less than it could.
    private const int WorkOfChunk = 56;

    private readonly IStore _store;
    private readonly SegmentIndex _index;
    private readonly Watermarks _watermarks;
    private readonly PageAuthenticator _authenticator;
    private readonly byte[] _mac = new byte[JournalLimits.MacBytes];
    private readonly Chunk _chunk = new Chunk();
    private readonly PageHeader _page = new PageHeader();
    private readonly RunHeader _header = new RunHeader();
    private readonly int _windowEnd;
    private readonly int _mostWork;

    // Where the next read of the segment begins: behind a whole page, or at the file's beginning.
    private readonly ReplayPlace _here = new ReplayPlace();
    private readonly ReplayPlace _lastRun = new ReplayPlace();
    private string _name = string.Empty;
    private long _segmentFirst;
    private int _segmentGeneration;
    private bool _sawPage;
    private bool _isUnproved;
    private bool _isMacStale;

    // The walk through the bytes just read.
    private int _position;
    private int _end;
    private bool _atFileEnd;
    private int _pageStart;
    private long _pageLast;
    private int _pagesEnd;
    private int _runEnd;

    /// <summary>
    /// Makes a reader whose runs take at most so many bytes: a header and the longest page at least. The less it reads the less each
    /// call takes.
    /// </summary>
    public ReplayReader(IStore store, SegmentIndex index, Watermarks watermarks, PageAuthenticator authenticator, int runBytes)
    {
        Invariant.Check(runBytes >= ShortestRunBytes && runBytes <= JournalLimits.MaxMessageBytes, "a run holds a page");
        _windowEnd = runBytes;
        _mostWork = runBytes / 2 * 3;
        _store = store;
        _index = index;
        _watermarks = watermarks;
        _authenticator = authenticator;
    }

    private enum WalkEnd
    {
        WindowEnd,
        FileEnd,
        Limit,
        Unverified,
        MissingBefore,
    }

    /// <summary>
    /// Fills the buffer with a header and the sealed pages that hold <paramref name="fromSequence"/> and what follows.
    /// A run that begins behind that number says that the numbers between are not there to be sent: freed, or never given to a
    /// record. What is missing for another reason is <see cref="ReplayStatus.Damaged"/>.
    /// </summary>
    public ReplayStatus Read(long fromSequence, uint epoch, byte[] buffer, ReplayRun run)
    {
        ReplayStatus status;
        do
        {
            status = ReadSome(fromSequence, epoch, buffer, run);
        }
        while (status == ReplayStatus.Busy);

        return status;
    }

    /// <summary>
    /// As <see cref="Read"/>, with one read of the store in each call on the way to the number; <see cref="ReplayStatus.Busy"/>
    /// until it is there.
    /// </summary>
    public ReplayStatus ReadSome(long fromSequence, uint epoch, byte[] buffer, ReplayRun run)
    {
        run.Length = 0;
        run.Pages = 0;
        if (_index.Count == 0 || fromSequence > _watermarks.Sealed)
        {
            return ReplayStatus.Nothing;
        }

        int wanted = _index.Find(fromSequence);
        int segment = wanted;
        bool wentBack = false;
        _isMacStale = false;
        GoTo(segment, fromSequence);
        while (true)
        {
            long limit = _index.FirstBehind(segment);
            bool canGoBack = segment > 0 && !wentBack;
            ReplayStatus status = ReadSegment(
                fromSequence, limit != 0 ? limit : _watermarks.Sealed + 1, segment == wanted, canGoBack, epoch, buffer, run);
            if (_isUnproved)
            {
                // What the first page was chained to is the end of the segment before.
                wentBack = true;
                segment--;
                _here.NextSequence = _index.First(segment);
                Enter(segment);
                continue;
            }

            if (status != ReplayStatus.Nothing)
            {
                return status;
            }

            if (!_sawPage && segment > 0 && _index.First(segment - 1) == _segmentFirst)
            {
                // Begun again in vain: the generation before is the one that counts.
                segment--;
            }
            else if (limit != 0)
            {
                // A segment that shows nothing, not even what it followed, may have held what its name says.
                _here.IsMissing |= !_here.ChainIsKnown;
                segment = _index.Find(limit);
            }
            else
            {
                // The last pages that were sealed are not there any more.
                return Damaged(fromSequence, _watermarks.Sealed + 1, run);
            }

            Enter(segment);
        }
    }

    private void GoTo(int segment, long fromSequence)
    {
        bool isHere = _segmentFirst == _index.First(segment) && _segmentGeneration == _index.Generation(segment);
        if (isHere && _here.NextSequence > fromSequence && _lastRun.IsSet && _lastRun.NextSequence <= fromSequence)
        {
            _here.CopyFrom(_lastRun);
        }

        if (isHere && _here.NextSequence <= fromSequence)
        {
            return;
        }

        // Behind the page read last nothing can be missing; anywhere else nobody knows what should come before.
        _here.ChainIsKnown &= _segmentFirst != 0 && _here.NextSequence == fromSequence;
        _here.IsMissing = false;
        _here.NextSequence = _here.ChainIsKnown ? fromSequence : _index.First(segment);
        Enter(segment);
    }

    private void Enter(int segment)
    {
        _segmentFirst = _index.First(segment);
        _segmentGeneration = _index.Generation(segment);
        _name = _index.Name(segment);
        _here.FileOffset = 0;
        _lastRun.IsSet = false;
        _sawPage = false;
        _isUnproved = false;
    }

    private ReplayStatus ReadSegment(
        long fromSequence, long limit, bool mayPause, bool canGoBack, uint epoch, byte[] buffer, ReplayRun run)
    {
        while (true)
        {
            StoreStatus read = Fill(epoch, buffer);
            if (read == StoreStatus.NotFound)
            {
                // Somebody removed the file: what it held is missing before the next page.
                _here.IsMissing = true;
                return ReplayStatus.Nothing;
            }

            if (read != StoreStatus.Ok)
            {
                return ReplayStatus.StoreFailed;
            }

            if (_isUnproved && canGoBack)
            {
                return ReplayStatus.Nothing;
            }

            int windowOffset = _here.FileOffset;
            WalkEnd end = _isUnproved ? WalkEnd.Unverified : Walk(fromSequence, limit, epoch, buffer, run);
            if (run.Pages > 0)
            {
                return Finish(epoch, buffer, run);
            }

            switch (end)
            {
                case WalkEnd.MissingBefore:
                    return Damaged(Later(_here.NextSequence, fromSequence), _page.FirstSequence, run);

                case WalkEnd.Limit:
                case WalkEnd.FileEnd:
                    return ReplayStatus.Nothing;

                case WalkEnd.WindowEnd when _here.FileOffset > windowOffset && mayPause:
                    return ReplayStatus.Busy;

                case WalkEnd.WindowEnd when _here.FileOffset > windowOffset:
                    break;

                default:
                    ReplayStatus over = StepOver(fromSequence, limit, epoch, buffer, run);
                    if (over != ReplayStatus.Busy)
                    {
                        return over;
                    }

                    break;
            }
        }
    }

    private StoreStatus Fill(uint epoch, byte[] buffer)
    {
        StoreStatus status = _store.Read(
            _name, _here.FileOffset, buffer, PagesOffset, _windowEnd - PagesOffset, out int read);
        _position = PagesOffset;
        _end = PagesOffset + read;
        _atFileEnd = _end < _windowEnd;
        _pageStart = -1;
        if (status == StoreStatus.Ok && _here.FileOffset == 0)
        {
            TakeHeader(epoch, buffer);
            _position = _position + RunHeader.Bytes < _end ? _position + RunHeader.Bytes : _end;
            _here.FileOffset = RunHeader.Bytes;
        }

        _pagesEnd = _position;
        return status;
    }

    // The header names the MAC of the page before the segment: when it is another one than that of the page read before,
    // pages are missing between. A damaged header tells nothing: numbers that do not follow are then taken for missing.
    private void TakeHeader(uint epoch, byte[] buffer)
    {
        byte[] expected = _here.PreviousMac;
        bool whole = _header.Read(buffer, _position, _end) == RunHeaderStatus.Ok && _header.Epoch == epoch
            && _header.FirstSequence == _segmentFirst;
        if (whole)
        {
            _here.IsMissing |= _here.ChainIsKnown && !PageAuthenticator.AreEqual(expected, 0, _header.PreviousMac, 0);
            Array.Copy(_header.PreviousMac, 0, expected, 0, JournalLimits.MacBytes);
            _here.ChainIsKnown = true;
            _isMacStale = false;
            return;
        }

        _here.IsMissing |= _here.ChainIsKnown;
        if (!_here.ChainIsKnown || _isMacStale)
        {
            Array.Clear(expected, 0, JournalLimits.MacBytes);
            _isUnproved = _segmentFirst > 1;
        }
    }

    // Goes from page to page. The place follows the last whole page.
    private WalkEnd Walk(long fromSequence, long limit, uint epoch, byte[] buffer, ReplayRun run)
    {
        int work = 0;
        while (true)
        {
            ChunkStatus status = _chunk.Read(buffer, _position, _end, epoch);
            if (status == ChunkStatus.End || (status == ChunkStatus.Truncated && !_atFileEnd))
            {
                return _atFileEnd ? WalkEnd.FileEnd : WalkEnd.WindowEnd;
            }

            if (status != ChunkStatus.Ok && RestoreSeal(limit, epoch, buffer))
            {
                status = _chunk.Read(buffer, _position, _end, epoch);
            }

            bool follows = status == ChunkStatus.Ok && (_pageStart >= 0) == (_chunk.Type != ChunkType.Open);
            if (!follows)
            {
                return WalkEnd.Unverified;
            }

            switch (_chunk.Type)
            {
                case ChunkType.Open:
                    if (_page.Read(buffer, _chunk.ContentOffset, _chunk.ContentEnd) < 0 || _page.FirstSequence < _here.NextSequence)
                    {
                        return WalkEnd.Unverified;
                    }

                    if (_page.FirstSequence >= limit)
                    {
                        // Not sealed yet, or copied into the next segment.
                        return WalkEnd.Limit;
                    }

                    if (_here.IsMissing && run.Pages == 0 && _page.FirstSequence > Later(_here.NextSequence, fromSequence))
                    {
                        return WalkEnd.MissingBefore;
                    }

                    _pageStart = _position;
                    _pageLast = _page.FirstSequence + _chunk.Rows - 1;
                    break;

                case ChunkType.Continue:
                    _pageLast += _chunk.Rows;
                    break;

                default:
                    TakePage(fromSequence, buffer, run);
                    break;
            }

            work += _chunk.End - _position + WorkOfChunk;
            _position = _chunk.End;
            if (work > _mostWork && _chunk.Type == ChunkType.Seal)
            {
                return WalkEnd.WindowEnd;
            }
        }
    }

    // A page of which all rows verify needs no seal to be known: the gateway has the key. Without it the page behind could be
    // proved to nobody either.
    private bool RestoreSeal(long limit, uint epoch, byte[] buffer)
    {
        int end = _position + Chunk.SealBytes;
        if (_pageStart < 0 || end > _end)
        {
            return false;
        }

        bool isLast = _atFileEnd && end == _end && _pageLast + 1 == limit;
        if (!isLast && !(BeginsPage(buffer, end, epoch, _pageLast + 1) && _page.FirstSequence == _pageLast + 1))
        {
            return false;
        }

        _authenticator.Compute(_here.PreviousMac, epoch, buffer, _pageStart, _position - _pageStart, _mac);
        Chunk.WriteSeal(buffer, _position, _mac, epoch);
        _chunk.ReadHead(buffer, _pageStart, _end);
        _page.Read(buffer, _chunk.ContentOffset, _chunk.ContentEnd);
        return true;
    }

    private void TakePage(long fromSequence, byte[] buffer, ReplayRun run)
    {
        if (_pageLast >= fromSequence)
        {
            if (run.Pages == 0)
            {
                run.FirstSequence = _page.FirstSequence;
                run.Boot = _page.Boot;
                run.UptimeSeconds = _page.UptimeSeconds;
                run.BootUtcMs = _page.BootUtcMs;
                run.Length = _pageStart;
                Array.Copy(_here.PreviousMac, 0, _header.PreviousMac, 0, JournalLimits.MacBytes);
                _lastRun.CopyFrom(_here);
            }

            run.Pages++;
            run.LastSequence = _pageLast;
            _runEnd = _chunk.End;
        }

        _sawPage = true;
        _isMacStale = false;
        Array.Copy(buffer, _chunk.ContentOffset, _here.PreviousMac, 0, JournalLimits.MacBytes);
        _here.ChainIsKnown = true;
        _here.IsMissing = false;
        _here.NextSequence = _pageLast + 1;
        _here.FileOffset += _chunk.End - _pagesEnd;
        _pagesEnd = _chunk.End;
        _pageStart = -1;
    }

    private ReplayStatus Finish(uint epoch, byte[] buffer, ReplayRun run)
    {
        int start = run.Length;
        int count = _runEnd - start;
        if (start != PagesOffset)
        {
            Array.Copy(buffer, start, buffer, PagesOffset, count);
        }

        _header.Epoch = epoch;
        _header.FirstSequence = run.FirstSequence;
        _header.HeldFrom = _watermarks.Freed < run.FirstSequence ? _watermarks.Freed + 1 : run.FirstSequence;
        _header.FirstWriteBytes = PagesOffset + count;
        _header.Write(buffer, 0);
        run.Length = PagesOffset + count;
        return ReplayStatus.Ok;
    }

    // Looks for the next page that verifies right behind a seal that does, through the rest of the file if need be: a page whose
    // predecessor's MAC is destroyed can be proved to nobody. Bytes that do not verify at the end of a file may be a write cut
    // short: whether anything is missing shows in the next segment's header. Busy: what is damaged lies before what was asked
    // for, the walk goes on.
    private ReplayStatus StepOver(long fromSequence, long limit, uint epoch, byte[] buffer, ReplayRun run)
    {
        _isUnproved = false;
        _isMacStale = true;
        long lostFirst = Later(_here.NextSequence, fromSequence);
        int sealEnd = -1;
        _here.FileOffset++;
        while (true)
        {
            StoreStatus read = Fill(epoch, buffer);
            if (read != StoreStatus.Ok)
            {
                return ReplayStatus.StoreFailed;
            }

            int fileOffset = _here.FileOffset - _position;
            int searchEnd = _atFileEnd ? _end : _end - JournalLimits.MaxChunkBytes - Chunk.MaxOverheadBytes;
            for (int i = _position; i < searchEnd; i++)
            {
                if (buffer[i] == ChunkType.Seal << 6 && _chunk.Read(buffer, i, _end, epoch) == ChunkStatus.Ok)
                {
                    // The damaged page's own seal: what the page behind it was chained to, and the proof that there was a page.
                    _here.IsMissing = true;
                    _here.ChainIsKnown = true;
                    _isMacStale = false;
                    Array.Copy(buffer, _chunk.ContentOffset, _here.PreviousMac, 0, JournalLimits.MacBytes);
                    sealEnd = fileOffset + _chunk.End;
                }

                if (fileOffset + i == sealEnd && BeginsPage(buffer, i, epoch, _here.NextSequence))
                {
                    _here.FileOffset = sealEnd;
                    if (_page.FirstSequence <= lostFirst)
                    {
                        _here.NextSequence = _page.FirstSequence;
                        return ReplayStatus.Busy;
                    }

                    return Damaged(lostFirst, _page.FirstSequence < limit ? _page.FirstSequence : limit, run);
                }
            }

            _here.FileOffset += searchEnd - _position;
            if (_atFileEnd)
            {
                return ReplayStatus.Nothing;
            }
        }
    }

    // The header is looked at before the checksum: it is the cheaper test.
    private bool BeginsPage(byte[] buffer, int offset, uint epoch, long earliest) => buffer[offset] >> 6 == ChunkType.Open
        && _chunk.ReadHead(buffer, offset, _end) == ChunkStatus.Ok
        && _page.Read(buffer, _chunk.ContentOffset, _chunk.ContentEnd) > 0 && _page.FirstSequence >= earliest
        && _chunk.Verifies(buffer, offset, epoch);

    private ReplayStatus Damaged(long lostFirst, long next, ReplayRun run)
    {
        if (lostFirst >= next)
        {
            return ReplayStatus.Nothing;
        }

        _here.IsMissing = false;
        _here.NextSequence = next;
        run.FirstSequence = lostFirst;
        run.LastSequence = next - 1;
        return ReplayStatus.Damaged;
    }

    private static long Later(long one, long other) => one > other ? one : other;
}
