using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ZhiSan.Edge.Cli.Inspection;

namespace ZhiSan.Edge.Cli.Output;

/// <summary>What a journal holds, in numbers: for people and for programs.</summary>
internal static class JournalStatisticsTable
{
    private const int MostRanges = 40;

    /// <summary>Writes the table.</summary>
    public static void Write(TextWriter output, JournalInspection found, JournalStatistics statistics)
    {
        if (found.Epoch == null)
        {
            output.WriteLine("no journal found: nothing there verifies");
            return;
        }

        Line(output, "epoch", $"{found.Epoch}");
        Line(output, "time", statistics.FirstUtcMs == null ? "no record knows UTC" : $"{Utc(statistics.FirstUtcMs)} .. {Utc(statistics.LastUtcMs)} UTC, {statistics.Boots} boots");
        Line(output, "records", FormattableString.Invariant($"{found.Records}"));
        foreach (string[] kinds in statistics.Kinds.Select(kind => FormattableString.Invariant($"{kind.Value} {kind.Key}")).Chunk(4))
        {
            Line(output, string.Empty, string.Join(", ", kinds));
        }

        Line(output, "readings", FormattableString.Invariant($"{statistics.Readings}, {statistics.Absent} absent"));
        Line(output, "flash", FormattableString.Invariant($"{found.Bytes} bytes in {found.Segments} segments and {found.Tails} tails with newer rows")
            + (statistics.Readings > 0 ? FormattableString.Invariant($": {(double)found.Bytes / statistics.Readings:0.000} a reading") : string.Empty));
        int whole = found.Pages.Count(page => page.Sealed);
        Line(output, "pages", FormattableString.Invariant($"{whole} sealed, {found.Pages.Count - whole} open; chain: {Chain(found, whole)}"));
        output.WriteLine();
        output.WriteLine("  what                     ranges    numbers");
        foreach (IGrouping<string, SequenceRange> group in Groups(found))
        {
            output.WriteLine(FormattableString.Invariant($"  {group.Key,-22} {group.Count(),8} {Numbers(group),10}"));
        }

        output.WriteLine();
        SequenceRange[] ranges = [.. Ranges(found).OrderBy(range => range.First)];
        foreach (SequenceRange range in ranges.Take(MostRanges))
        {
            output.WriteLine(FormattableString.Invariant($"  {range.First,10} .. {range.Last,-10} {range.What}"));
        }

        if (ranges.Length > MostRanges)
        {
            output.WriteLine(FormattableString.Invariant($"  and {ranges.Length - MostRanges} more; --json has them all"));
        }

        foreach (string problem in found.Problems)
        {
            output.WriteLine($"  problem: {problem}");
        }
    }

    /// <summary>The form for programs.</summary>
    public static object ToJson(JournalInspection found, JournalStatistics statistics) => new
    {
        found.Epoch,
        found.Records,
        statistics.Kinds,
        statistics.Scans,
        statistics.Readings,
        statistics.Absent,
        statistics.Boots,
        statistics.FirstUtcMs,
        statistics.LastUtcMs,
        found.Bytes,
        BytesPerReading = statistics.Readings > 0 ? (double?)found.Bytes / statistics.Readings : null,
        found.Segments,
        found.Tails,
        Pages = found.Pages.Count,
        SealedPages = found.Pages.Count(page => page.Sealed),
        MacVerified = found.Pages.Count(page => page.Mac == "verified"),
        Numbers = Groups(found).ToDictionary(group => group.Key, Numbers),
        found.Present,
        Thinned = found.AccountedFor.Where(range => range.What == "thinned"),
        Lost = found.AccountedFor.Where(range => range.What != "thinned"),
        found.Missing,
        found.Problems,
        found.UnknownFiles,
    };

    private static IEnumerable<SequenceRange> Ranges(JournalInspection found) => found.Present.Concat(found.AccountedFor).Concat(found.Missing);

    private static IEnumerable<IGrouping<string, SequenceRange>> Groups(JournalInspection found) => Ranges(found).GroupBy(range => range.What);

    // Tombstones may say the same twice; a number counts once.
    private static long Numbers(IEnumerable<SequenceRange> ranges)
    {
        long count = 0;
        long through = 0;
        foreach (SequenceRange range in ranges.OrderBy(range => range.First))
        {
            count += Math.Max(0, range.Last - Math.Max(through, range.First - 1));
            through = Math.Max(through, range.Last);
        }

        return count;
    }

    private static string Chain(JournalInspection found, int whole)
    {
        int verified = found.Pages.Count(page => page.Mac == "verified");
        bool isChecked = found.Pages.Any(page => page.Mac is "verified" or "mismatch");
        return isChecked ? FormattableString.Invariant($"{verified} of {whole} verified") : "not checked, give --keys and --id";
    }

    private static string Utc(long? ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ms!.Value, 0, 253402300799999)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static void Line(TextWriter output, string name, string text) => output.WriteLine($"{name,-10} {text}");
}
