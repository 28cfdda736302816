using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ZhiSan.Edge.Cli.Cable;

/// <summary>Steps and what came of them, in two columns that stay within 80.</summary>
internal sealed class StepLines(TextWriter output)
{
    private const int Column = 13;
    private const int Width = 79;

    /// <summary>Writes a step; without a name it belongs to the step before.</summary>
    public void Write(string step, string text)
    {
        string head = step;
        foreach (string line in Wrap(text))
        {
            output.WriteLine((head.PadRight(Column) + line).TrimEnd());
            head = string.Empty;
        }
    }

    private static IEnumerable<string> Wrap(string text)
    {
        int room = Width - Column;
        string indent = new(' ', text.TakeWhile(c => c == ' ').Count());
        string rest = text;
        while (rest.Length > room)
        {
            int cut = rest.LastIndexOf(' ', room);
            cut = cut <= indent.Length ? room : cut;
            yield return rest[..cut];
            rest = indent + rest[cut..].TrimStart();
        }

        yield return rest;
    }
}
