namespace ZhiSan.Edge.Buffering;

/// <summary>
/// Little-endian base-128 integers (as in Protocol Buffers) and the zigzag map for signed ones.
/// Every read is bounded and says whether it succeeded.
/// </summary>
public static class Varint
{
    /// <summary>Most bytes one integer takes.</summary>
    public const int MaxBytes = 10;

    /// <summary>Writes an unsigned integer (the bits of <paramref name="value"/>) and returns the next offset.</summary>
    public static int Write(byte[] buffer, int offset, long value)
    {
        ulong rest = (ulong)value;
        while (rest >= 0x80)
        {
            buffer[offset++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        buffer[offset++] = (byte)rest;
        return offset;
    }

    /// <summary>
    /// Reads an unsigned integer that must not exceed <paramref name="max"/>.
    /// Returns the next offset, or -1 when the bytes end, run on, or exceed the maximum.
    /// </summary>
    public static int Read(byte[] buffer, int offset, int end, long max, out long value)
    {
        ulong result = 0;
        int shift = 0;
        value = 0;
        while (offset < end && shift < 64)
        {
            byte next = buffer[offset++];
            if (shift == 63 && next > 1)
            {
                return -1;
            }

            result |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                value = (long)result;
                return result > (ulong)max ? -1 : offset;
            }

            shift += 7;
        }

        return -1;
    }

    /// <summary>Bytes that <see cref="Write"/> would take.</summary>
    public static int Length(long value)
    {
        int length = 1;
        for (ulong rest = (ulong)value >> 7; rest != 0; rest >>= 7)
        {
            length++;
        }

        return length;
    }

    /// <summary>Maps 0, -1, 1, -2 ... to 0, 1, 2, 3 ...</summary>
    public static long ToZigzag(long value) => (value << 1) ^ (value >> 63);

    /// <summary>The inverse of <see cref="ToZigzag"/>.</summary>
    public static long FromZigzag(long value) => (long)((ulong)value >> 1) ^ -(value & 1);
}
