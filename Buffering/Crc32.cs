namespace ZhiSan.Edge.Buffering;

/// <summary>
/// CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320), four bits at a time: sixteen table entries,
/// because RAM on the device is dearer than the second step.
/// </summary>
public static class Crc32
{
    private static readonly uint[] NibbleTable =
    {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };

    /// <summary>
    /// Continues a checksum over more bytes. Start with 0; the result of one call is the start of the next.
    /// A start other than 0 also serves as a seed that binds the bytes to it.
    /// </summary>
    public static uint Append(uint crc, byte[] buffer, int offset, int count)
    {
        uint state = ~crc;
        uint[] table = NibbleTable;
        for (int i = offset; i < offset + count; i++)
        {
            state ^= buffer[i];
            state = (state >> 4) ^ table[state & 15];
            state = (state >> 4) ^ table[state & 15];
        }

        return ~state;
    }

    /// <summary>Writes the low 24 bits, little-endian, and returns the next offset.</summary>
    public static int WriteCheck(byte[] buffer, int offset, uint crc) => LittleEndian.Write(buffer, offset, crc, JournalLimits.CheckBytes);

    /// <summary>Whether the three bytes at the offset are the low 24 bits of the checksum.</summary>
    public static bool CheckMatches(byte[] buffer, int offset, uint crc) =>
        (uint)LittleEndian.Read(buffer, offset, JournalLimits.CheckBytes) == (crc & 0xFFFFFF);
}
