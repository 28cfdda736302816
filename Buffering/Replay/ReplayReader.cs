using System;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Buffering.Replay;

/// <summary>
/// Reads sealed pages back, as many whole ones as fit into a message, each exactly as it lies on flash. Reading on from where
/// the last call ended costs one read of the store; starting anywhere else walks one segment.
/// </summary>
public sealed class ReplayReader
{
    private const int PagesOffset = RunHeader.Bytes;

    private readonly IStore _store;
    private readonly SegmentIndex _index;
    private readonly Watermarks _watermarks;
    private readonly Chunk _chunk = new Chunk();
    private readonly PageHeader _page = new PageHeader();
    private readonly RunHeader _header = new RunHeader();
    private readonly byte[] _previousMac = new byte[JournalLimits.MacBytes];

    // Where the next read of the segment begins: behind a whole page, or at the file's beginning.
    private string _name = string.Empty;
    private long _segmentFirst;
    private int _segmentGeneration;
    private int _fileOffset;
    private long _nextSequence;

    // The walk through the bytes just read.
    private int _position;
    private int _end;
    private bool _atFileEnd;
    private int _pageStart;
    private long _pageLast;
    private int _pagesEnd;
    private int _runEnd;

    /// <summary>Makes a reader over the segments of a journal.</summary>
    public ReplayReader(IStore store, SegmentIndex index, Watermarks watermarks)
    {
        _store = store;
        _index = index;
        _watermarks = watermarks;
    }

    /// <summary>Forgets where it stood: the segments changed.</summary>
    public void Reset() => _segmentFirst = 0;

    /// <summary>
    /// Fills the buffer with a header and the sealed pages that hold <paramref name="fromSequence"/> and what follows.
    /// A run that begins behind that number says that the journal does not hold the numbers between.
    /// </summary>
    public ReplayStatus Read(long fromSequence, uint epoch, byte[] buffer, ReplayRun run)
    {
        run.Length = 0;
        run.Pages = 0;
        if (_index.Count == 0 || fromSequence > _watermarks.Sealed)
        {
            return ReplayStatus.Nothing;
        }

        int segment = _index.Find(fromSequence);
        while (segment < _index.Count)
        {
            if (!StandsIn(segment, fromSequence))
            {
                Enter(segment);
            }

            long limit = segment + 1 < _index.Count ? _index.First(segment + 1) : _watermarks.Sealed + 1;
            ReplayStatus status = ReadSegment(fromSequence, limit, epoch, buffer, run);
            if (status != ReplayStatus.Nothing)
            {
                return status;
            }

            segment++;
        }

        return ReplayStatus.Nothing;
    }

    private bool StandsIn(int segment, long fromSequence) =>
        _segmentFirst == _index.First(segment) && _segmentGeneration == _index.Generation(segment)
        && _nextSequence <= fromSequence;

    private void Enter(int segment)
    {
        _segmentFirst = _index.First(segment);
        _segmentGeneration = _index.Generation(segment);
        _name = _index.Name(segment);
        _fileOffset = 0;
        _nextSequence = _segmentFirst;
        Array.Clear(_previousMac, 0, JournalLimits.MacBytes);
    }

    private ReplayStatus ReadSegment(long fromSequence, long limit, uint epoch, byte[] buffer, ReplayRun run)
    {
        while (true)
        {
            StoreStatus read = Fill(buffer);
            if (read == StoreStatus.NotFound)
            {
                // Somebody removed the file: what it held shows as a gap before the next run.
                return ReplayStatus.Nothing;
            }

            if (read != StoreStatus.Ok)
            {
                return ReplayStatus.StoreFailed;
            }

            int windowOffset = _fileOffset;
            bool damaged = !Walk(fromSequence, limit, epoch, buffer, run);
            if (run.Pages > 0)
            {
                return Finish(epoch, buffer, run);
            }

            if (damaged)
            {
                return StepOver(fromSequence, limit, epoch, buffer, run);
            }

            if (_atFileEnd || _fileOffset == windowOffset || _nextSequence >= limit)
            {
                return ReplayStatus.Nothing;
            }
        }
    }

    private StoreStatus Fill(byte[] buffer)
    {
        StoreStatus status = _store.Read(
            _name, _fileOffset, buffer, PagesOffset, JournalLimits.MaxMessageBytes - PagesOffset, out int read);
        _position = PagesOffset;
        _end = PagesOffset + read;
        _atFileEnd = _end < JournalLimits.MaxMessageBytes;
        _pageStart = -1;
        if (status == StoreStatus.Ok && _fileOffset == 0)
        {
            // A damaged header costs only the link of the first page: the platform has that from the page before.
            if (_header.Read(buffer, _position, _end) == RunHeaderStatus.Ok)
            {
                Array.Copy(_header.PreviousMac, 0, _previousMac, 0, JournalLimits.MacBytes);
            }

            _position = _position + RunHeader.Bytes < _end ? _position + RunHeader.Bytes : _end;
            _fileOffset = RunHeader.Bytes;
        }

        _pagesEnd = _position;

        return status;
    }

    // Goes from page to page; false when it meets bytes that do not verify. _fileOffset follows the last whole page.
    private bool Walk(long fromSequence, long limit, uint epoch, byte[] buffer, ReplayRun run)
    {
        while (true)
        {
            ChunkStatus status = _chunk.Read(buffer, _position, _end, epoch);
            if (status == ChunkStatus.End || (status == ChunkStatus.Truncated && !_atFileEnd))
            {
                return true;
            }

            if (status != ChunkStatus.Ok)
            {
                return false;
            }

            switch (_chunk.Type)
            {
                case ChunkType.Open:
                    if (_page.Read(buffer, _chunk.ContentOffset, _chunk.ContentEnd) < 0)
                    {
                        return false;
                    }

                    if (_page.FirstSequence >= limit)
                    {
                        // Not sealed yet, or copied into the next segment.
                        _nextSequence = limit;
                        return true;
                    }

                    _pageStart = _position;
                    _pageLast = _page.FirstSequence + _chunk.Rows - 1;
                    break;

                case ChunkType.Continue:
                    if (_pageStart < 0)
                    {
                        return false;
                    }

                    _pageLast += _chunk.Rows;
                    break;

                default:
                    if (_pageStart < 0)
                    {
                        return false;
                    }

                    TakePage(fromSequence, buffer, run);
                    break;
            }

            _position = _chunk.End;
        }
    }

    private void TakePage(long fromSequence, byte[] buffer, ReplayRun run)
    {
        if (_pageLast >= fromSequence)
        {
            if (run.Pages == 0)
            {
                run.FirstSequence = _page.FirstSequence;
                run.Length = _pageStart;
                Array.Copy(_previousMac, 0, _header.PreviousMac, 0, JournalLimits.MacBytes);
            }

            run.Pages++;
            run.LastSequence = _pageLast;
            _runEnd = _chunk.End;
        }

        Array.Copy(buffer, _chunk.ContentOffset, _previousMac, 0, JournalLimits.MacBytes);
        _nextSequence = _pageLast + 1;
        _fileOffset += _chunk.End - _pagesEnd;
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
        _header.HeldFrom = _watermarks.Freed + 1;
        _header.Write(buffer, 0);
        run.Length = PagesOffset + count;
        return ReplayStatus.Ok;
    }

    // Looks for the next page that verifies, through the rest of the file if need be.
    private ReplayStatus StepOver(long fromSequence, long limit, uint epoch, byte[] buffer, ReplayRun run)
    {
        long lostFirst = _nextSequence > fromSequence ? _nextSequence : fromSequence;
        _fileOffset++;
        while (true)
        {
            StoreStatus read = Fill(buffer);
            if (read != StoreStatus.Ok)
            {
                return ReplayStatus.StoreFailed;
            }

            int searchEnd = _atFileEnd ? _end : _end - JournalLimits.MaxChunkBytes - Chunk.MaxOverheadBytes;
            for (int i = _position; i < searchEnd; i++)
            {
                bool begins = buffer[i] >> 6 == ChunkType.Open && _chunk.Read(buffer, i, _end, epoch) == ChunkStatus.Ok
                    && _page.Read(buffer, _chunk.ContentOffset, _chunk.ContentEnd) > 0 && _page.FirstSequence > lostFirst;
                if (begins)
                {
                    _fileOffset += i - _position;
                    return Damaged(lostFirst, _page.FirstSequence < limit ? _page.FirstSequence : limit, run);
                }
            }

            if (_atFileEnd)
            {
                return Damaged(lostFirst, limit, run);
            }

            _fileOffset += searchEnd - _position;
        }
    }

    private ReplayStatus Damaged(long lostFirst, long next, ReplayRun run)
    {
        _nextSequence = next;
        run.FirstSequence = lostFirst;
        run.LastSequence = next - 1;
        return lostFirst < next ? ReplayStatus.Damaged : ReplayStatus.Nothing;
    }
}
