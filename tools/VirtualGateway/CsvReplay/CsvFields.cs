using System.Collections.Generic;
using System.Text;

namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>
/// Splits a line at its commas (RFC 4180, except that a quoted field does not span lines). Blanks around fields are dropped.
/// </summary>
internal static class CsvFields
{
    /// <summary>Splits a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="fields">Cleared, then filled.</param>
    /// <returns>False when the quoting is broken.</returns>
    public static bool TrySplit(string line, List<string> fields)
    {
        fields.Clear();
        int position = 0;
        while (true)
        {
            if (!TryReadField(line, ref position, out string field))
            {
                return false;
            }

            fields.Add(field);
            if (position >= line.Length)
            {
                return true;
            }

            position++;
        }
    }

    /// <summary>
    /// Reads from <paramref name="position"/> and leaves it at the comma after the field, or at the end of the line.
    /// </summary>
    private static bool TryReadField(string line, ref int position, out string field)
    {
        int comma = line.IndexOf(',', position);
        int end = comma < 0 ? line.Length : comma;
        int first = position;
        while (first < end && line[first] is ' ' or '\t')
        {
            first++;
        }

        if (first >= end || line[first] != '"')
        {
            field = line[position..end].Trim(' ', '\t');
            position = end;
            return !field.Contains('"');
        }

        return TryReadQuoted(line, first + 1, ref position, out field);
    }

    private static bool TryReadQuoted(string line, int start, ref int position, out string field)
    {
        var text = new StringBuilder();
        int i = start;
        while (i < line.Length)
        {
            if (line[i] != '"')
            {
                text.Append(line[i++]);
            }
            else if (i + 1 < line.Length && line[i + 1] == '"')
            {
                text.Append('"');
                i += 2;
            }
            else
            {
                break;
            }
        }

        field = text.ToString().Trim(' ', '\t');
        if (i >= line.Length)
        {
            return false;
        }

        i++;
        while (i < line.Length && line[i] is ' ' or '\t')
        {
            i++;
        }

        position = i;
        return i >= line.Length || line[i] == ',';
    }
}
