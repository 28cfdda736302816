namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>
/// File names of segments: <c>s/</c>, the first sequence number in hexadecimal without leading zeros, and a letter that counts
/// how often a segment with this first number was begun (only a damaged one is begun again).
/// </summary>
public static class SegmentName
{
    /// <summary>Folder of the segments, with its slash.</summary>
    public const string Folder = "s/";

    /// <summary>Last letter of a generation.</summary>
    public const int MaxGeneration = 25;

    private const string Digits = "0123456789abcdef";

    /// <summary>Makes a name.</summary>
    public static string Format(long firstSequence, int generation)
    {
        int length = 1;
        while (length < 16 && (firstSequence >> (4 * length)) != 0)
        {
            length++;
        }

        char[] text = new char[Folder.Length + length + 1];
        text[0] = Folder[0];
        text[1] = Folder[1];
        for (int i = 0; i < length; i++)
        {
            text[Folder.Length + i] = Digits[(int)(firstSequence >> (4 * (length - 1 - i))) & 15];
        }

        text[text.Length - 1] = (char)('a' + generation);
        return new string(text);
    }

    /// <summary>Reads a name; false for every other file's.</summary>
    public static bool TryParse(string name, out long firstSequence, out int generation)
    {
        firstSequence = 0;
        generation = 0;
        int digits = name.Length - Folder.Length - 1;
        if (digits < 1 || digits > 15 || name[0] != Folder[0] || name[1] != Folder[1])
        {
            return false;
        }

        for (int i = Folder.Length; i < name.Length - 1; i++)
        {
            int digit = Digits.IndexOf(name[i]);
            if (digit < 0)
            {
                return false;
            }

            firstSequence = (firstSequence << 4) | (uint)digit;
        }

        generation = name[name.Length - 1] - 'a';
        return generation >= 0 && generation <= MaxGeneration && firstSequence > 0
            && firstSequence <= JournalLimits.MaxSequence && name[Folder.Length] != '0';
    }
}
