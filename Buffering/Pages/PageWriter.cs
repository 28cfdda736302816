using System;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>
/// The page being written: its durable bytes, the state of its row coder, and the chain of MACs behind it.
/// Chunks are built in a buffer of the caller and count only once <see cref="Commit"/> says that they are durable.
/// </summary>
public sealed class PageWriter
{
    private readonly PageAuthenticator _authenticator;
    private readonly RowCoder _rows;
    private readonly Chunk _chunk = new Chunk();
    private readonly byte[] _bytes = new byte[JournalLimits.MaxPageBytes];
    private readonly byte[] _mac = new byte[JournalLimits.MacBytes];

    private int _chunkStart;
    private int _contentStart;
    private int _contentLimit;
    private int _encodingStart;
    private int _chunkType;
    private int _chunkRows;
    private bool _modelsStale;
    private uint _addedBoot;
    private long _addedBootUtcMs;

    /// <summary>Makes a writer without an open page.</summary>
    public PageWriter(PageAuthenticator authenticator, RowCoder rows)
    {
        _authenticator = authenticator;
        _rows = rows;
        Header = new PageHeader();
        PreviousMac = new byte[JournalLimits.MacBytes];
    }

    /// <summary>Header of the open page, or of the last one.</summary>
    public PageHeader Header { get; }

    /// <summary>MAC of the last sealed page; zeros at the start of an epoch.</summary>
    public byte[] PreviousMac { get; }

    /// <summary>Whether a page is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Durable bytes of the open page.</summary>
    public int Length { get; private set; }

    /// <summary>Durable rows of the open page.</summary>
    public int Rows { get; private set; }

    /// <summary>Sequence number behind the last durable row of the open page.</summary>
    public long NextSequence => Header.FirstSequence + Rows;

    /// <summary>Bytes of the page; <see cref="Length"/> of them count.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>
    /// Whether the row coder saw rows that are not in the page: <see cref="Load"/> must run before the page goes on.
    /// </summary>
    public bool ModelsAreStale => _modelsStale;

    /// <summary>Boot of the last durable row of the open page.</summary>
    public uint LastBoot { get; private set; }

    /// <summary>UTC of that boot, or 0.</summary>
    public long LastBootUtcMs { get; private set; }

    /// <summary>Forgets the page. The chain stays.</summary>
    public void Close()
    {
        IsOpen = false;
        Length = 0;
        Rows = 0;
    }

    /// <summary>Where the chunk being written ends at the latest if no row follows.</summary>
    public int EndBound => _rows.EndBound + JournalLimits.CheckBytes;

    /// <summary>Starts a chunk that begins a page with <see cref="Header"/>, which the caller has filled.</summary>
    public void BeginPage(byte[] buffer, int offset)
    {
        _rows.EnsureChannels(Header.ChannelCount);
        _rows.StartPage(Header);
        Begin(buffer, offset, ChunkType.Open);
        int content = Header.Write(buffer, _contentStart);
        _rows.StartEncoding(buffer, content, _contentLimit);
        _encodingStart = content;
    }

    /// <summary>Starts a chunk that continues the open page.</summary>
    public void BeginChunk(byte[] buffer, int offset)
    {
        Begin(buffer, offset, ChunkType.Continue);
        _rows.StartEncoding(buffer, _contentStart, _contentLimit);
        _encodingStart = _contentStart;
    }

    /// <summary>Adds a row to the chunk.</summary>
    public void Add(Record record)
    {
        _rows.Code(record);
        _chunkRows++;
        _addedBoot = record.Boot;
        _addedBootUtcMs = record.BootUtcMs;
    }

    /// <summary>Ends the chunk; returns the offset behind it, or -1 when it did not fit.</summary>
    public int EndChunk(byte[] buffer, uint epoch)
    {
        int end = _rows.FinishEncoding(_encodingStart);
        if (_rows.Overflowed)
        {
            return -1;
        }

        return Chunk.Frame(buffer, _chunkStart, _chunkType, _chunkRows, _contentStart, end, epoch);
    }

    /// <summary>Takes the chunk just ended, now durable, into the page.</summary>
    public void Commit(byte[] buffer, int offset, int end)
    {
        if (_chunkType == ChunkType.Open)
        {
            Close();
            IsOpen = true;
        }

        int count = end - offset;
        Invariant.Check(IsOpen && Length + count + Chunk.SealBytes <= JournalLimits.MaxPageBytes, "page within limits");
        Array.Copy(buffer, offset, _bytes, Length, count);
        Length += count;
        Rows += _chunkRows;
        LastBoot = _addedBoot;
        LastBootUtcMs = _addedBootUtcMs;
        _modelsStale = false;
    }

    /// <summary>
    /// Writes the seal of the page: its durable bytes, followed by <paramref name="count"/> bytes of a chunk that will become
    /// durable in the same write. Returns the offset behind the seal. The chain moves on only with <see cref="CommitSeal"/>.
    /// </summary>
    public int WriteSeal(byte[] buffer, int chunkOffset, int count, int offset, uint epoch)
    {
        int start = count > 0 && _chunkType == ChunkType.Open ? 0 : Length;
        Array.Copy(buffer, chunkOffset, _bytes, start, count);
        _authenticator.Compute(PreviousMac, epoch, _bytes, 0, start + count, _mac);
        return Chunk.WriteSeal(buffer, offset, _mac, epoch);
    }

    /// <summary>The seal is durable: the page ends and the chain moves on.</summary>
    public void CommitSeal()
    {
        Array.Copy(_mac, 0, PreviousMac, 0, JournalLimits.MacBytes);
        Close();
    }

    /// <summary>Collects the bytes of a page that is being read back; false when they are too many.</summary>
    public bool Collect(byte[] buffer, int offset, int count, bool first)
    {
        if (first)
        {
            Length = 0;
        }

        if (Length + count + Chunk.SealBytes > JournalLimits.MaxPageBytes)
        {
            return false;
        }

        Array.Copy(buffer, offset, _bytes, Length, count);
        Length += count;
        return true;
    }

    /// <summary>
    /// Rebuilds the state of the page from its durable bytes, exactly as it was after its last chunk.
    /// The visitor, if any, sees every row.
    /// </summary>
    public bool Load(uint epoch, IRecordVisitor? visitor)
    {
        Record row = new Record();
        IsOpen = false;
        Rows = 0;
        _modelsStale = false;
        int offset = 0;
        while (offset < Length)
        {
            if (_chunk.Read(_bytes, offset, Length, epoch) != ChunkStatus.Ok || _chunk.Type == ChunkType.Seal
                || (_chunk.Type == ChunkType.Open) != (offset == 0))
            {
                return false;
            }

            int content = _chunk.ContentOffset;
            if (offset == 0)
            {
                content = Header.Read(_bytes, content, _chunk.ContentEnd);
                if (content < 0)
                {
                    return false;
                }

                LastBoot = Header.Boot;
                LastBootUtcMs = Header.BootUtcMs;
                _rows.EnsureChannels(Header.ChannelCount);
                _rows.StartPage(Header);
            }

            LoadRows(content, row, visitor);
            offset = _chunk.End;
        }

        IsOpen = Length > 0;
        return IsOpen;
    }

    private void LoadRows(int content, Record row, IRecordVisitor? visitor)
    {
        _rows.StartDecoding(_bytes, content, _chunk.ContentEnd);
        for (int i = 0; i < _chunk.Rows; i++)
        {
            _rows.Code(row);
            row.Sequence = Header.FirstSequence + Rows;
            Rows++;
            LastBoot = row.Boot;
            LastBootUtcMs = row.BootUtcMs;
            visitor?.Visit(row);
        }
    }

    private void Begin(byte[] buffer, int offset, int type)
    {
        _chunkStart = offset;
        _contentStart = offset + Chunk.MaxHeadBytes;
        _contentLimit = _contentStart + JournalLimits.MaxChunkBytes;
        _chunkType = type;
        _chunkRows = 0;
        _modelsStale = true;
        Invariant.Check(_contentLimit + JournalLimits.CheckBytes + Chunk.SealBytes <= buffer.Length, "room for a chunk");
    }
}
