using System;
using ZhiSan.Edge.Buffering.Pages;

namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>
/// Reads one segment from end to end at start, window by window: checks every chunk and collects the last page for the
/// page writer. Steps over damage to the next page that verifies.
/// </summary>
public sealed class SegmentScan
{
    private readonly Chunk _chunk = new Chunk();
    private readonly PageHeader _header = new PageHeader();
    private byte[] _window = new byte[0];
    private int _windowStart;
    private int _windowLength;
    private bool _windowAtEnd;

    /// <summary>Outcome of reading the segment's header.</summary>
    public RunHeaderStatus HeaderStatus { get; private set; }

    /// <summary>The segment's header, when it verifies.</summary>
    public RunHeader Header { get; } = new RunHeader();

    /// <summary>Bytes that verify, from the start; more than these follow when <see cref="HasDamagedEnd"/>.</summary>
    public int ValidLength { get; private set; }

    /// <summary>Whether bytes that do not verify follow the last page.</summary>
    public bool HasDamagedEnd { get; private set; }

    /// <summary>Rows that the first damaged chunk at the end claims to have; a bound for what was in it.</summary>
    public int DamagedRows { get; private set; }

    /// <summary>Pages found.</summary>
    public int Pages { get; private set; }

    /// <summary>Whether a last page was found.</summary>
    public bool HasPage { get; private set; }

    /// <summary>Whether the last page is sealed.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>Bytes read from the store.</summary>
    public int BytesRead { get; private set; }

    /// <summary>
    /// Scans a segment. The pages' bytes go through <paramref name="window"/>; the last page's stay in <paramref name="page"/>,
    /// whose chain is set to the MAC before it when it is open, and to its own when it is sealed.
    /// </summary>
    /// <remarks>
    /// A header that does not verify costs only the link of the first page, as long as <paramref name="knownEpoch"/> is not 0:
    /// the pages are then read with it.
    /// </remarks>
    public StoreStatus Run(IStore store, string name, long firstSequence, uint knownEpoch, byte[] window, PageWriter page)
    {
        _window = window;
        _windowStart = 0;
        Pages = 0;
        HasPage = false;
        IsSealed = false;
        HasDamagedEnd = false;
        DamagedRows = 0;
        ValidLength = 0;
        BytesRead = 0;
        StoreStatus status = Refill(store, name, 0);
        if (status != StoreStatus.Ok)
        {
            HeaderStatus = RunHeaderStatus.Truncated;
            return status;
        }

        HeaderStatus = Header.Read(window, 0, _windowLength);
        if (HeaderStatus == RunHeaderStatus.Ok && Header.FirstSequence != firstSequence)
        {
            HeaderStatus = RunHeaderStatus.Foreign;
        }

        if (HeaderStatus != RunHeaderStatus.Ok)
        {
            if (_windowLength <= RunHeader.Bytes || knownEpoch == 0)
            {
                return StoreStatus.Ok;
            }

            Header.Epoch = knownEpoch;
            Header.FirstSequence = firstSequence;
            Header.HeldFrom = 1;
            Array.Clear(Header.PreviousMac, 0, JournalLimits.MacBytes);
        }

        Array.Copy(Header.PreviousMac, 0, page.PreviousMac, 0, JournalLimits.MacBytes);
        ValidLength = RunHeader.Bytes;
        return Walk(store, name, page);
    }

    private StoreStatus Walk(IStore store, string name, PageWriter page)
    {
        int offset = RunHeader.Bytes;
        bool searching = false;
        while (true)
        {
            // Every chunk fits into the window, so one that is cut off by the window's end starts a new one.
            if (!_windowAtEnd && offset - _windowStart > _windowLength - JournalLimits.MaxChunkBytes - Chunk.MaxOverheadBytes)
            {
                StoreStatus status = Refill(store, name, offset);
                if (status != StoreStatus.Ok)
                {
                    return status;
                }
            }

            ChunkStatus chunk = _chunk.Read(_window, offset - _windowStart, _windowLength, Header.Epoch);
            if (chunk == ChunkStatus.End)
            {
                return StoreStatus.Ok;
            }

            if (chunk == ChunkStatus.Ok && Accept(page, offset - _windowStart))
            {
                offset = _windowStart + _chunk.End;
                ValidLength = offset;
                HasDamagedEnd = false;
                searching = false;
                continue;
            }

            if (!searching)
            {
                DamagedRows = _window[offset - _windowStart] & 0x3F;
                searching = true;
            }

            HasDamagedEnd = true;
            offset++;
        }
    }

    // While damage is being stepped over only the beginning of a page counts.
    private bool Accept(PageWriter page, int at)
    {
        int count = _chunk.End - at;
        switch (_chunk.Type)
        {
            case ChunkType.Open:
                if (_header.Read(_window, _chunk.ContentOffset, _chunk.ContentEnd) < 0 || !page.Collect(_window, at, count, true))
                {
                    return false;
                }

                Pages++;
                HasPage = true;
                IsSealed = false;
                return true;

            case ChunkType.Continue:
                return HasPage && !IsSealed && !HasDamagedEnd && page.Collect(_window, at, count, false);

            default:
                if (!HasPage || IsSealed || HasDamagedEnd)
                {
                    return false;
                }

                IsSealed = true;
                Array.Copy(_window, _chunk.ContentOffset, page.PreviousMac, 0, JournalLimits.MacBytes);
                return true;
        }
    }

    private StoreStatus Refill(IStore store, string name, int fileOffset)
    {
        StoreStatus status = store.Read(name, fileOffset, _window, 0, _window.Length, out int read);
        _windowStart = fileOffset;
        _windowLength = read;
        _windowAtEnd = read < _window.Length;
        BytesRead += read;
        return status;
    }
}
