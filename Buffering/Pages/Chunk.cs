using System;

namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>
/// One chunk: the unit that is appended to a segment in one durable write.
/// <c>[type 2 bits, rows 6 bits] [rows 1, if above 63] [length varint] [content] [check 3]</c>; a seal has no length, its content
/// is the MAC. The check is the CRC-32 of all bytes before it, seeded with the epoch, cut to 24 bits.
/// </summary>
public sealed class Chunk
{
    /// <summary>Bytes of a seal.</summary>
    public const int SealBytes = 1 + JournalLimits.MacBytes + JournalLimits.CheckBytes;

    /// <summary>Most bytes around the content.</summary>
    public const int MaxOverheadBytes = MaxHeadBytes + JournalLimits.CheckBytes;

    /// <summary>Most bytes before the content.</summary>
    public const int MaxHeadBytes = 1 + 1 + LengthBytes;

    private const int LengthBytes = 2;
    private const int ShortRowsMask = 0x3F;

    /// <summary>One of <see cref="ChunkType"/>.</summary>
    public int Type { get; private set; }

    /// <summary>Rows in the chunk, 1 to 127; 0 for a seal.</summary>
    public int Rows { get; private set; }

    /// <summary>Where the content begins.</summary>
    public int ContentOffset { get; private set; }

    /// <summary>Where the content ends.</summary>
    public int ContentEnd { get; private set; }

    /// <summary>Where the chunk ends.</summary>
    public int End { get; private set; }

    /// <summary>Reads the chunk at the offset.</summary>
    public ChunkStatus Read(byte[] buffer, int offset, int end, uint epoch)
    {
        ChunkStatus status = ReadHead(buffer, offset, end);
        return status == ChunkStatus.Ok && !Verifies(buffer, offset, epoch) ? ChunkStatus.CheckFailed : status;
    }

    /// <summary>Reads what the chunk at the offset says about itself, unchecked: <see cref="Verifies"/> tells whether it is true.</summary>
    public ChunkStatus ReadHead(byte[] buffer, int offset, int end)
    {
        Rows = 0;
        if (offset >= end)
        {
            return ChunkStatus.End;
        }

        Type = buffer[offset] >> 6;
        Rows = buffer[offset] & ShortRowsMask;
        offset++;
        if (Type == ChunkType.Seal)
        {
            ContentOffset = offset;
            ContentEnd = offset + JournalLimits.MacBytes;
            End = ContentEnd + JournalLimits.CheckBytes;
            return Rows != 0 ? ChunkStatus.Malformed : End > end ? ChunkStatus.Truncated : ChunkStatus.Ok;
        }

        if (Type == 0)
        {
            return ChunkStatus.Malformed;
        }

        if (Rows == 0)
        {
            if (offset >= end)
            {
                return ChunkStatus.Truncated;
            }

            Rows = buffer[offset++];
            if (Rows <= ShortRowsMask || Rows > JournalLimits.MaxChunkRows)
            {
                return ChunkStatus.Malformed;
            }
        }

        ContentOffset = Varint.Read(buffer, offset, end, JournalLimits.MaxChunkBytes, out long length);
        if (ContentOffset < 0)
        {
            return end - offset >= LengthBytes ? ChunkStatus.Malformed : ChunkStatus.Truncated;
        }

        ContentEnd = ContentOffset + (int)length;
        End = ContentEnd + JournalLimits.CheckBytes;
        return End > end ? ChunkStatus.Truncated : ChunkStatus.Ok;
    }

    /// <summary>Whether the bytes of the chunk whose head was just read match their check.</summary>
    public bool Verifies(byte[] buffer, int offset, uint epoch) =>
        Crc32.CheckMatches(buffer, ContentEnd, Crc32.Append(epoch, buffer, offset, ContentEnd - offset));

    /// <summary>
    /// Frames content that was written at <paramref name="contentOffset"/>, <see cref="MaxHeadBytes"/> behind
    /// <paramref name="offset"/>, and moves it up against its length. Returns the offset behind the chunk.
    /// </summary>
    public static int Frame(byte[] buffer, int offset, int type, int rows, int contentOffset, int contentEnd, uint epoch)
    {
        Invariant.Check(rows > 0 && rows <= JournalLimits.MaxChunkRows, "rows of a chunk within limits");
        int length = contentEnd - contentOffset;
        Invariant.Check(length <= JournalLimits.MaxChunkBytes, "bytes of a chunk within limits");
        int at = offset;
        if (rows <= ShortRowsMask)
        {
            buffer[at++] = (byte)((type << 6) | rows);
        }
        else
        {
            buffer[at++] = (byte)(type << 6);
            buffer[at++] = (byte)rows;
        }

        at = Varint.Write(buffer, at, length);
        if (at != contentOffset)
        {
            Array.Copy(buffer, contentOffset, buffer, at, length);
        }

        int end = at + length;
        return Crc32.WriteCheck(buffer, end, Crc32.Append(epoch, buffer, offset, end - offset));
    }

    /// <summary>Writes a seal and returns the offset behind it.</summary>
    public static int WriteSeal(byte[] buffer, int offset, byte[] mac, uint epoch)
    {
        buffer[offset] = ChunkType.Seal << 6;
        Array.Copy(mac, 0, buffer, offset + 1, JournalLimits.MacBytes);
        int end = offset + 1 + JournalLimits.MacBytes;
        return Crc32.WriteCheck(buffer, end, Crc32.Append(epoch, buffer, offset, end - offset));
    }
}
