namespace ZhiSan.Edge.Core.Console;

/// <summary>How far apart two words are: letters left out, added, wrong, or swapped with their neighbour (Damerau-Levenshtein).</summary>
internal static class TypingErrors
{
    private const int MaxLength = 24;

    /// <summary>The fewest errors that make one of the other; words longer than 24 are as far apart as can be.</summary>
    public static int Between(string one, string other)
    {
        if (one.Length > MaxLength || other.Length > MaxLength)
        {
            return MaxLength;
        }

        int[] before = new int[other.Length + 1];
        int[] last = new int[other.Length + 1];
        int[] row = new int[other.Length + 1];
        for (int j = 0; j <= other.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int least = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                least = last[j] + 1 < least ? last[j] + 1 : least;
                least = row[j - 1] + 1 < least ? row[j - 1] + 1 : least;
                bool isSwapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                row[j] = isSwapped && before[j - 2] + 1 < least ? before[j - 2] + 1 : least;
            }

            int[] reused = before;
            before = last;
            last = row;
            row = reused;
        }

        return last[other.Length];
    }
}
