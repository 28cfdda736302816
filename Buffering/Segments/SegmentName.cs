namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>
/// File names of segments: <c>s/</c>, the first sequence number in hexadecimal without leading zeros, a letter that counts how
/// often a segment with this first number was begun, a dash, and four digits of the epoch. Files of another epoch are known by
/// their name, unread.
/// </summary>
public static class SegmentName
{
    /// <summary>Folder of the segments, with its slash.</summary>
    public const string Folder = "s/";

    /// <summary>Last letter of a generation.</summary>
    public const int MaxGeneration = 25;

    private const string Digits = "0123456789abcdef";
    private const int TagDigits = 4;
    private const int MaxNumberDigits = 15;

    /// <summary>What a name says about the epoch: 16 bits.</summary>
    public static int Tag(uint epoch) => (int)((epoch ^ (epoch >> 16)) & 0xFFFF);

    /// <summary>Makes a name.</summary>
    public static string Format(long firstSequence, int generation, int tag)
    {
        int length = 1;
        while (length < MaxNumberDigits && (firstSequence >> (4 * length)) != 0)
        {
            length++;
        }

        char[] text = new char[Folder.Length + length + 2 + TagDigits];
        text[0] = Folder[0];
        text[1] = Folder[1];
        PutHex(text, Folder.Length, firstSequence, length);
        int at = Folder.Length + length;
        text[at] = (char)('a' + generation);
        text[at + 1] = '-';
        PutHex(text, at + 2, tag, TagDigits);
        return new string(text);
    }

    /// <summary>Reads a name of any epoch; false for every other file's.</summary>
    public static bool TryParse(string name, out long firstSequence, out int generation) =>
        TryParse(name, out firstSequence, out generation, out int _);

    /// <summary>Reads a name; false for every other file's.</summary>
    public static bool TryParse(string name, out long firstSequence, out int generation, out int tag)
    {
        generation = 0;
        tag = 0;
        firstSequence = 0;
        int letter = name.Length - TagDigits - 2;
        int digits = letter - Folder.Length;
        if (digits < 1 || digits > MaxNumberDigits || name[0] != Folder[0] || name[1] != Folder[1] || name[letter + 1] != '-')
        {
            return false;
        }

        generation = name[letter] - 'a';
        if (!TryHex(name, Folder.Length, letter, out firstSequence) || !TryHex(name, letter + 2, name.Length, out long epochTag))
        {
            return false;
        }

        tag = (int)epochTag;
        return name[Folder.Length] != '0' && firstSequence <= JournalLimits.MaxSequence
            && generation >= 0 && generation <= MaxGeneration;
    }

    private static void PutHex(char[] text, int offset, long value, int digits)
    {
        for (int i = 0; i < digits; i++)
        {
            text[offset + i] = Digits[(int)(value >> (4 * (digits - 1 - i))) & 15];
        }
    }

    private static bool TryHex(string text, int offset, int end, out long value)
    {
        value = 0;
        for (int i = offset; i < end; i++)
        {
            int digit = Digits.IndexOf(text[i]);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 4) | (uint)digit;
        }

        return true;
    }
}
