namespace ZhiSan.Edge.Buffering;

/// <summary>Fixed-width little-endian integers. Callers guarantee the room.</summary>
public static class LittleEndian
{
    /// <summary>Writes the low <paramref name="bytes"/> bytes of a value and returns the next offset.</summary>
    public static int Write(byte[] buffer, int offset, long value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            buffer[offset + i] = (byte)value;
            value >>= 8;
        }

        return offset + bytes;
    }

    /// <summary>Reads <paramref name="bytes"/> bytes as an unsigned value (up to 8; eight fill the sign too).</summary>
    public static long Read(byte[] buffer, int offset, int bytes)
    {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--)
        {
            value = (value << 8) | buffer[offset + i];
        }

        return value;
    }
}
