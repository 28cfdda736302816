namespace ZhiSan.Edge.Sensors.Drivers;

/// <summary>
/// Sensirion's frames: 16-bit words, each followed by a CRC-8 (polynomial 0x31, start 0xFF; SHT3x data sheet section 4.12, SCD4x
/// data sheet section 3.11), and the raw scales that SHT3x, SHT4x and SCD4x share.
/// </summary>
internal static class SensirionFrame
{
    private const byte Polynomial = 0x31;
    private const byte StartValue = 0xFF;
    private const int WordAndCheckBytes = 3;
    private const int FullScale = 65535;

    /// <summary>Reads a word; false when its check fails.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="index">Which word, from 0.</param>
    /// <param name="value">0 to 65535.</param>
    public static bool TryReadWord(byte[] frame, int index, out int value)
    {
        int at = index * WordAndCheckBytes;
        value = (frame[at] << 8) | frame[at + 1];
        return Crc8(frame, at, 2) == frame[at + 2];
    }

    /// <summary>Temperature in hundredths of a degree Celsius: -45 + 175 * raw / 65535.</summary>
    public static int CentiCelsius(int raw) => Rounding.Divide((17500L * raw) - (4500L * FullScale), FullScale);

    /// <summary>Humidity in hundredths of a percent, as SHT3x and SCD4x scale it: 100 * raw / 65535.</summary>
    public static int CentiPercent(int raw) => Rounding.Divide(10000L * raw, FullScale);

    /// <summary>The check over some bytes.</summary>
    public static byte Crc8(byte[] bytes, int offset, int count)
    {
        int crc = StartValue;
        for (int i = 0; i < count; i++)
        {
            crc ^= bytes[offset + i];
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            }
        }

        return (byte)crc;
    }
}
