namespace ZhiSan.Edge.Device.Configuration;

/// <summary>Hexadecimal text.</summary>
public static class Hex
{
    /// <summary>Reads exactly as many bytes as the buffer has; false for every other text.</summary>
    public static bool TryRead(string text, byte[] bytes)
    {
        if (text.Length != bytes.Length * 2)
        {
            return false;
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            int high = Digit(text[i * 2]);
            int low = Digit(text[(i * 2) + 1]);
            if (high < 0 || low < 0)
            {
                return false;
            }

            bytes[i] = (byte)((high << 4) | low);
        }

        return true;
    }

    private static int Digit(char c)
    {
        if (c >= '0' && c <= '9')
        {
            return c - '0';
        }

        if (c >= 'a' && c <= 'f')
        {
            return c - 'a' + 10;
        }

        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
