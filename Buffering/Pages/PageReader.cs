using System;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>
/// Reads pages from bytes that may be anybody's: finds the next page, checks it, verifies its MAC, decodes its rows.
/// Every read is bounded by the bytes given, every page by 65,535 rows.
/// </summary>
public sealed class PageReader
{
    private const int MaxRows = 65535;

    private readonly RowCoder _rows;
    private readonly Chunk _chunk = new Chunk();
    private byte[] _buffer = new byte[0];
    private uint _epoch;
    private int _rowOffset;
    private int _rowsLeft;
    private long _nextSequence;

    /// <summary>Makes a reader.</summary>
    /// <param name="mostChannels">Channels a page may have, 0 to 32.</param>
    public PageReader(int mostChannels)
        : this(new RowCoder(mostChannels))
    {
    }

    /// <summary>Makes a reader with a coder, which it alone uses while it decodes.</summary>
    public PageReader(RowCoder rows)
    {
        _rows = rows;
        Header = new PageHeader();
        Mac = new byte[JournalLimits.MacBytes];
    }

    /// <summary>Header of the page.</summary>
    public PageHeader Header { get; }

    /// <summary>The MAC in the page's seal; zeros when there is none.</summary>
    public byte[] Mac { get; }

    /// <summary>The row decoded last.</summary>
    public Record Row { get; } = new Record();

    /// <summary>Where the page begins.</summary>
    public int Offset { get; private set; }

    /// <summary>Bytes of the page without its seal.</summary>
    public int Length { get; private set; }

    /// <summary>Rows in the page.</summary>
    public int Rows { get; private set; }

    /// <summary>Sequence number of the last row.</summary>
    public long LastSequence => Header.FirstSequence + Rows - 1;

    /// <summary>Where the next page begins after <see cref="PageStatus.Ok"/>; where reading failed otherwise.</summary>
    public int End { get; private set; }

    /// <summary>
    /// Finds the page at the offset. After <see cref="PageStatus.Unsealed"/> with <see cref="Rows"/> above 0 the rows of the
    /// chunks that are there can be decoded too.
    /// </summary>
    public PageStatus Find(byte[] buffer, int offset, int end, uint epoch)
    {
        _buffer = buffer;
        _epoch = epoch;
        Offset = offset;
        Length = 0;
        Rows = 0;
        End = offset;
        Array.Clear(Mac, 0, Mac.Length);
        while (true)
        {
            ChunkStatus status = _chunk.Read(buffer, End, end, epoch);
            if (status != ChunkStatus.Ok)
            {
                return status == ChunkStatus.End && Length == 0 ? PageStatus.End
                    : status == ChunkStatus.End ? PageStatus.Unsealed
                    : status == ChunkStatus.CheckFailed ? PageStatus.CheckFailed
                    : status == ChunkStatus.Truncated ? PageStatus.Unsealed
                    : PageStatus.Malformed;
            }

            if (_chunk.Type == ChunkType.Open)
            {
                if (Length != 0)
                {
                    return PageStatus.Unsealed;
                }

                if (Header.Read(buffer, _chunk.ContentOffset, _chunk.ContentEnd) < 0)
                {
                    return PageStatus.Malformed;
                }

                if (Header.ChannelCount > _rows.MostChannels)
                {
                    return PageStatus.OverLimit;
                }
            }
            else if (Length == 0)
            {
                return PageStatus.Malformed;
            }

            End = _chunk.End;
            if (_chunk.Type == ChunkType.Seal)
            {
                Array.Copy(buffer, _chunk.ContentOffset, Mac, 0, JournalLimits.MacBytes);
                return PageStatus.Ok;
            }

            Rows += _chunk.Rows;
            Length = End - Offset;
            if (Rows > MaxRows)
            {
                return PageStatus.OverLimit;
            }
        }
    }

    /// <summary>Whether the page's MAC follows from the key, the MAC before it and the page's bytes.</summary>
    public bool Verify(PageAuthenticator authenticator, byte[] previousMac)
    {
        byte[] mac = new byte[JournalLimits.MacBytes];
        authenticator.Compute(previousMac, _epoch, _buffer, Offset, Length, mac);
        return PageAuthenticator.AreEqual(mac, 0, Mac, 0);
    }

    /// <summary>Decodes the rows of the page found last.</summary>
    public void Decode(IRecordVisitor visitor)
    {
        BeginRows();
        while (NextRow())
        {
            visitor.Visit(Row);
        }
    }

    /// <summary>Begins with the rows of the page found last, for <see cref="NextRow"/>.</summary>
    public void BeginRows()
    {
        _rowOffset = Offset;
        _rowsLeft = 0;
        _nextSequence = Header.FirstSequence;
    }

    /// <summary>
    /// Decodes the next row into <see cref="Row"/>; false behind the last. Nothing else may use the coder, nor change the bytes, in between.
    /// </summary>
    public bool NextRow()
    {
        while (_rowsLeft == 0)
        {
            if (_rowOffset >= Offset + Length)
            {
                return false;
            }

            Invariant.Check(_chunk.Read(_buffer, _rowOffset, Offset + Length, _epoch) == ChunkStatus.Ok, "a found page reads again");
            int content = _chunk.ContentOffset;
            if (_chunk.Type == ChunkType.Open)
            {
                content = Header.Read(_buffer, content, _chunk.ContentEnd);
                _rows.StartPage(Header);
            }

            _rows.StartDecoding(_buffer, content, _chunk.ContentEnd);
            _rowsLeft = _chunk.Rows;
            _rowOffset = _chunk.End;
        }

        _rowsLeft--;
        _rows.Code(Row);
        Row.Sequence = _nextSequence++;
        return true;
    }

    /// <summary>Goes on with a copy of the page's bytes that begins at the start of another buffer.</summary>
    internal void MoveTo(byte[] copy)
    {
        _buffer = copy;
        Offset = 0;
    }
}
