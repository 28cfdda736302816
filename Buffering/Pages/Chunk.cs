namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>
/// One chunk: the unit that is appended to a segment in one durable write.
/// <c>[type 2 bits, rows 6 bits] [length varint] [content] [check 3]</c>; a seal has no length, its content is the MAC.
/// The check is the CRC-32 of all bytes before it, seeded with the epoch, cut to 24 bits.
/// </summary>
public sealed class Chunk
{
    /// <summary>Bytes of a seal.</summary>
    public const int SealBytes = 1 + JournalLimits.MacBytes + JournalLimits.CheckBytes;

    /// <summary>Most bytes around the content.</summary>
    public const int MaxOverheadBytes = 1 + 2 + JournalLimits.CheckBytes;

    /// <summary>One of <see cref="ChunkType"/>.</summary>
    public int Type { get; private set; }

    /// <summary>Rows in the chunk, 1 to 63; 0 for a seal.</summary>
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
        if (offset >= end)
        {
            return ChunkStatus.End;
        }

        Type = buffer[offset] >> 6;
        Rows = buffer[offset] & 0x3F;
        if (Type == ChunkType.Seal)
        {
            if (Rows != 0)
            {
                return ChunkStatus.Malformed;
            }

            ContentOffset = offset + 1;
            ContentEnd = ContentOffset + JournalLimits.MacBytes;
        }
        else
        {
            if (Type == 0 || Rows == 0)
            {
                return ChunkStatus.Malformed;
            }

            ContentOffset = Varint.Read(buffer, offset + 1, end, JournalLimits.MaxChunkBytes, out long length);
            if (ContentOffset < 0)
            {
                return end - offset > 2 ? ChunkStatus.Malformed : ChunkStatus.Truncated;
            }

            ContentEnd = ContentOffset + (int)length;
        }

        End = ContentEnd + JournalLimits.CheckBytes;
        if (End > end)
        {
            return ChunkStatus.Truncated;
        }

        uint crc = Crc32.Append(epoch, buffer, offset, ContentEnd - offset);
        return Crc32.CheckMatches(buffer, ContentEnd, crc) ? ChunkStatus.Ok : ChunkStatus.CheckFailed;
    }

    /// <summary>
    /// Frames content that was written at <paramref name="contentOffset"/> (three bytes behind <paramref name="offset"/>)
    /// and moves it up against its length. Returns the offset behind the chunk.
    /// </summary>
    public static int Frame(byte[] buffer, int offset, int type, int rows, int contentOffset, int contentEnd, uint epoch)
    {
        Invariant.Check(rows > 0 && rows <= JournalLimits.MaxChunkRows, "rows of a chunk within limits");
        int length = contentEnd - contentOffset;
        buffer[offset] = (byte)((type << 6) | rows);
        int target = Varint.Write(buffer, offset + 1, length);
        if (target != contentOffset)
        {
            System.Array.Copy(buffer, contentOffset, buffer, target, length);
        }

        int end = target + length;
        return Crc32.WriteCheck(buffer, end, Crc32.Append(epoch, buffer, offset, end - offset));
    }

    /// <summary>Writes a seal and returns the offset behind it.</summary>
    public static int WriteSeal(byte[] buffer, int offset, byte[] mac, uint epoch)
    {
        buffer[offset] = ChunkType.Seal << 6;
        System.Array.Copy(mac, 0, buffer, offset + 1, JournalLimits.MacBytes);
        int end = offset + 1 + JournalLimits.MacBytes;
        return Crc32.WriteCheck(buffer, end, Crc32.Append(epoch, buffer, offset, end - offset));
    }
}
