using System.Collections.Generic;
using System.IO;
using System.Text;

namespace ZhiSan.Edge.Cli.Cable;

/// <summary>
/// A table of gateways: the first line names keys of the configuration, each further line is one gateway. Fields with commas or
/// quotation marks stand in quotation marks, as spreadsheets write them.
/// </summary>
internal static class FleetFile
{
    /// <summary>Reads a table: for each gateway its values by key; empty fields are left to the common file.</summary>
    /// <exception cref="CliException">It is malformed.</exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Load(string path)
    {
        string[] lines = File.ReadAllLines(path);
        List<string> names = lines.Length == 0 ? [] : Fields(lines[0].TrimStart('\uFEFF'));
        if (!names.Contains("site") || !names.Contains("gateway"))
        {
            throw new CliException($"{path}: the first line must name the columns, 'site' and 'gateway' among them");
        }

        var rows = new List<IReadOnlyDictionary<string, string>>();
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0)
            {
                continue;
            }

            List<string> fields = Fields(lines[i]);
            if (fields.Count != names.Count)
            {
                throw new CliException($"{path}, line {i + 1}: {fields.Count} fields, {names.Count} columns");
            }

            var row = new Dictionary<string, string>();
            for (int column = 0; column < names.Count; column++)
            {
                if (fields[column].Length > 0)
                {
                    row[names[column].Trim()] = fields[column];
                }
            }

            rows.Add(row);
        }

        return rows;
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[++i]);
            }
            else if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (c == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
