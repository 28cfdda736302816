namespace ZhiSan.Edge.Core.Console;

/// <summary>A line of words between spaces.</summary>
public static class CommandLine
{
    /// <summary>Where a word begins, counted from 0; the length of the line when there are not as many.</summary>
    public static int StartOf(string line, int word)
    {
        int at = SkipSpace(line, 0);
        for (; word > 0; word--)
        {
            at = SkipSpace(line, EndOf(line, at));
        }

        return at;
    }

    /// <summary>A word, counted from 0; empty when there are not as many.</summary>
    public static string Word(string line, int word)
    {
        int start = StartOf(line, word);
        return line.Substring(start, EndOf(line, start) - start);
    }

    /// <summary>Everything from a word on, without space at the end.</summary>
    public static string Rest(string line, int word) => line.Substring(StartOf(line, word)).Trim();

    /// <summary>Words of the line.</summary>
    public static int Count(string line)
    {
        int count = 0;
        for (int at = SkipSpace(line, 0); at < line.Length; at = SkipSpace(line, EndOf(line, at)))
        {
            count++;
        }

        return count;
    }

    /// <summary>Reads a decimal number from 0 to <paramref name="max"/>; -1 when the text is none.</summary>
    public static long Number(string text, long max)
    {
        long value = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9 || value > (max - digit) / 10)
            {
                return -1;
            }

            value = (value * 10) + digit;
        }

        return text.Length == 0 ? -1 : value;
    }

    /// <summary>Whether a text begins with another.</summary>
    public static bool Begins(string text, string beginning)
    {
        for (int i = 0; i < beginning.Length; i++)
        {
            if (i >= text.Length || text[i] != beginning[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One of the parts of a text between bars, counted from 0.</summary>
    public static string Part(string row, int part)
    {
        int start = 0;
        for (int i = 0; i <= row.Length; i++)
        {
            if (i < row.Length && row[i] != '|')
            {
                continue;
            }

            if (part == 0)
            {
                return row.Substring(start, i - start);
            }

            part--;
            start = i + 1;
        }

        return string.Empty;
    }

    private static int SkipSpace(string line, int at)
    {
        while (at < line.Length && line[at] == ' ')
        {
            at++;
        }

        return at;
    }

    private static int EndOf(string line, int at)
    {
        while (at < line.Length && line[at] != ' ')
        {
            at++;
        }

        return at;
    }
}
