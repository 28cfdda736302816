using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>Reads a gateway's side log.</summary>
internal static class TakenScans
{
    /// <summary>All scans in it; none when there is no such file.</summary>
    public static List<TakenScan> Read(string sideLog)
    {
        var taken = new List<TakenScan>();
        if (!File.Exists(sideLog))
        {
            return taken;
        }

        using var file = new StreamReader(new FileStream(sideLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (file.ReadLine() is { } line)
        {
            string[] parts = line.Split(' ');
            bool isConfirmed = parts[^1] == "durable";
            bool hasVerdict = isConfirmed || parts[^1] is "refused" or "cut";
            if (parts.Length < 3 || (hasVerdict && parts.Length < 4))
            {
                // The power went in the middle of this very line: nothing was handed to the journal.
                continue;
            }

            taken.Add(new TakenScan(
                uint.Parse(parts[0], CultureInfo.InvariantCulture),
                int.Parse(parts[1], CultureInfo.InvariantCulture),
                string.Join(' ', parts[2..(hasVerdict ? ^1 : ^0)]),
                isConfirmed));
        }

        return taken;
    }
}
