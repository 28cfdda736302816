using System;
using System.Collections.Generic;
using System.IO;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Reads <c>// nanocheck: allow NC124 because ...</c> on the line of a finding or on the line above it.</summary>
internal sealed class SuppressionReader
{
    private const string Mark = "// nanocheck: allow ";
    private readonly Dictionary<string, string[]> files = new(StringComparer.Ordinal);

    /// <summary>True when the source allows the finding and says why; an allowance without a reason does not count.</summary>
    public bool Allows(Finding finding)
    {
        if (finding.File is null || finding.Line <= 0)
        {
            return false;
        }

        string[] lines = Lines(finding.File);
        return Allows(lines, finding.Line - 1, finding.Id) || Allows(lines, finding.Line - 2, finding.Id);
    }

    private static bool Allows(string[] lines, int index, string id)
    {
        if (index < 0 || index >= lines.Length)
        {
            return false;
        }

        int mark = lines[index].IndexOf(Mark, StringComparison.Ordinal);
        return mark >= 0 && lines[index][(mark + Mark.Length)..].StartsWith(id + " because ", StringComparison.Ordinal);
    }

    private string[] Lines(string file)
    {
        if (!files.TryGetValue(file, out string[]? lines))
        {
            lines = File.Exists(file) ? File.ReadAllLines(file) : [];
            files.Add(file, lines);
        }

        return lines;
    }
}
