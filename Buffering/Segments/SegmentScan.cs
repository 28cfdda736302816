using System;
using ZhiSan.Edge.Buffering.Pages;

namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>
/// Reads one segment from end to end at start, window by window: checks every chunk and collects the last page for the
/// page writer. Steps over damage to the next page that verifies.
/// </summary>
public sealed class SegmentScan
{
    // Stands for the MAC before a page when the header that named it is damaged; FORMAT.md, "Run".
    private const byte UnknownMac = 0xFF;

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

    /// <summary>Whether those bytes begin a chunk that promises more than there is: a write cut short.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>
    /// An upper bound for the rows behind <see cref="LastSequence"/> that were in the damaged bytes, as far as these say
    /// themselves.
    /// </summary>
    public int DamagedRows { get; private set; }

    /// <summary>Number of the last row that verifies; the one before the segment's first when there is none.</summary>
    public long LastSequence { get; private set; }

    /// <summary>First number missing before the last page; 0 when it follows the page before.</summary>
    public long GapFirst { get; private set; }

    /// <summary>Last number missing before the last page.</summary>
    public long GapLast { get; private set; }

    /// <summary>Pages found.</summary>
    public int Pages { get; private set; }

    /// <summary>Whether a last page was found.</summary>
    public bool HasPage { get; private set; }

    /// <summary>Whether the last page is sealed.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>Whether the segment holds rows, and everything that it was begun with.</summary>
    public bool IsWhole => HasPage && ValidLength >= Header.FirstWriteBytes;

    /// <summary>Bytes read from the store.</summary>
    public int BytesRead { get; private set; }

    /// <summary>
    /// Scans a segment. The pages' bytes go through <paramref name="window"/>; the last page's stay in <paramref name="page"/>,
    /// whose chain is set to the MAC before it when it is open, and to its own when it is sealed.
    /// </summary>
    /// <remarks>A header that does not verify costs only the link of the first page.</remarks>
    public StoreStatus Run(IStore store, string name, long firstSequence, uint epoch, byte[] window, PageWriter page)
    {
        _window = window;
        Pages = 0;
        HasPage = false;
        IsSealed = false;
        ValidLength = 0;
        BytesRead = 0;
        GapFirst = 0;
        LastSequence = firstSequence - 1;
        ForgetDamage();
        page.Close();
        HeaderStatus = RunHeaderStatus.Truncated;
        _windowStart = 0;
        _windowLength = 0;
        StoreStatus status = Refill(store, name, 0);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        HeaderStatus = Header.Read(window, 0, _windowLength);
        if (HeaderStatus == RunHeaderStatus.Ok && (Header.FirstSequence != firstSequence || Header.Epoch != epoch))
        {
            HeaderStatus = RunHeaderStatus.Foreign;
        }

        if (HeaderStatus != RunHeaderStatus.Ok)
        {
            Header.Epoch = epoch;
            Header.FirstSequence = firstSequence;
            Header.HeldFrom = 1;
            Header.FirstWriteBytes = RunHeader.Bytes;
            for (int i = 0; i < JournalLimits.MacBytes; i++)
            {
                // Not zeros: those say that nothing came before.
                Header.PreviousMac[i] = UnknownMac;
            }
        }

        if (_windowLength < RunHeader.Bytes)
        {
            return StoreStatus.Ok;
        }

        Array.Copy(Header.PreviousMac, 0, page.PreviousMac, 0, JournalLimits.MacBytes);
        ValidLength = RunHeader.Bytes;
        return Walk(store, name, page);
    }

    private StoreStatus Walk(IStore store, string name, PageWriter page)
    {
        int offset = RunHeader.Bytes;
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

            int at = offset - _windowStart;
            ChunkStatus head = _chunk.ReadHead(_window, at, _windowLength);
            if (head == ChunkStatus.End)
            {
                return StoreStatus.Ok;
            }

            bool verifies = head == ChunkStatus.Ok && IsPlausible() && _chunk.Verifies(_window, at, Header.Epoch);
            if (verifies && Accept(page, at))
            {
                offset = _windowStart + _chunk.End;
                ValidLength = offset;
            }
            else
            {
                NoteDamage(head);
                if (verifies)
                {
                    // A part of a page whose beginning is lost: all that it tells is how many rows it has.
                    DamagedRows += _chunk.Rows;
                }

                offset = verifies ? _windowStart + _chunk.End : offset + 1;
            }
        }
    }

    // While damage is stepped over every byte may begin a chunk: what cannot be one is not worth a checksum.
    private bool IsPlausible() =>
        _chunk.Type != ChunkType.Open || _header.Read(_window, _chunk.ContentOffset, _chunk.ContentEnd) > 0;

    private void NoteDamage(ChunkStatus head)
    {
        if (!HasDamagedEnd)
        {
            HasDamagedEnd = true;
            IsTruncated = head == ChunkStatus.Truncated;
            DamagedRows = IsTruncated ? _chunk.Rows : 0;
        }
    }

    private void ForgetDamage()
    {
        HasDamagedEnd = false;
        IsTruncated = false;
        DamagedRows = 0;
    }

    // While damage is being stepped over only the beginning of a page counts.
    private bool Accept(PageWriter page, int at)
    {
        int count = _chunk.End - at;
        switch (_chunk.Type)
        {
            case ChunkType.Open:
                if (_header.FirstSequence <= LastSequence || !page.Collect(_window, at, count, true))
                {
                    return false;
                }

                GapFirst = _header.FirstSequence > LastSequence + 1 ? LastSequence + 1 : 0;
                GapLast = _header.FirstSequence - 1;
                LastSequence = GapLast + _chunk.Rows;
                Pages++;
                HasPage = true;
                IsSealed = false;
                ForgetDamage();
                return true;

            case ChunkType.Continue:
                if (!HasPage || IsSealed || HasDamagedEnd || !page.Collect(_window, at, count, false))
                {
                    return false;
                }

                LastSequence += _chunk.Rows;
                return true;

            default:
                // Also the seal of a damaged page says what the page behind it is chained to.
                Array.Copy(_window, _chunk.ContentOffset, page.PreviousMac, 0, JournalLimits.MacBytes);
                if (!HasPage || IsSealed || HasDamagedEnd)
                {
                    return false;
                }

                IsSealed = true;
                return true;
        }
    }

    // What the window holds already is kept: no byte of a segment is read twice.
    private StoreStatus Refill(IStore store, string name, int fileOffset)
    {
        int kept = _windowStart + _windowLength - fileOffset;
        Array.Copy(_window, fileOffset - _windowStart, _window, 0, kept);
        StoreStatus status = store.Read(name, fileOffset + kept, _window, kept, _window.Length - kept, out int read);
        _windowStart = fileOffset;
        _windowLength = kept + read;
        _windowAtEnd = _windowLength < _window.Length;
        BytesRead += read;
        return status;
    }
}
