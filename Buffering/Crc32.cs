namespace ZhiSan.Edge.Buffering;

/// <summary>
/// CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320), a byte at a time, four in a turn: 1 KB of table, because checking a message of 4 KB is
/// one of the longest steps that the device has.
/// </summary>
public static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = MakeTable();

    /// <summary>
    /// Continues a checksum over more bytes. Start with 0; the result of one call is the start of the next.
    /// A start other than 0 also serves as a seed that binds the bytes to it.
    /// </summary>
    public static uint Append(uint crc, byte[] buffer, int offset, int count)
    {
        uint state = ~crc;
        uint[] table = Table;
        int end = offset + count;
        int i = offset;
        for (; i + 4 <= end; i += 4)
        {
            state = (state >> 8) ^ table[(byte)state ^ buffer[i]];
            state = (state >> 8) ^ table[(byte)state ^ buffer[i + 1]];
            state = (state >> 8) ^ table[(byte)state ^ buffer[i + 2]];
            state = (state >> 8) ^ table[(byte)state ^ buffer[i + 3]];
        }

        for (; i < end; i++)
        {
            state = (state >> 8) ^ table[(byte)state ^ buffer[i]];
        }

        return ~state;
    }

    /// <summary>Writes the low 24 bits, little-endian, and returns the next offset.</summary>
    public static int WriteCheck(byte[] buffer, int offset, uint crc) => LittleEndian.Write(buffer, offset, crc, JournalLimits.CheckBytes);

    /// <summary>Whether the three bytes at the offset are the low 24 bits of the checksum.</summary>
    public static bool CheckMatches(byte[] buffer, int offset, uint crc) =>
        (uint)LittleEndian.Read(buffer, offset, JournalLimits.CheckBytes) == (crc & 0xFFFFFF);

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint entry = i;
            for (int bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ Polynomial;
            }

            table[i] = entry;
        }

        return table;
    }
}
