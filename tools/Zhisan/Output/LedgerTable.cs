using System.Globalization;
using System.IO;
using System.Linq;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Output;

/// <summary>The completeness ledger as people read it, within 100 columns.</summary>
internal static class LedgerTable
{
    private const int MostGaps = 40;

    /// <summary>Writes the ledger.</summary>
    public static void Write(TextWriter output, LedgerReport ledger)
    {
        output.WriteLine("gateway          day          expected delivered  pending  thinned     lost not sampled unaccounted");
        foreach (LedgerDay day in ledger.Days)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{day.Site + "/" + day.Gateway,-16} {day.Day,-12} {day.Expected,8} {day.Delivered,9} {day.Pending,8} {day.Thinned,8} {day.Lost,8} {day.NotSampled,11} {day.Unaccounted,11}"));
        }

        if (ledger.Gaps.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("what is missing, and why:");
        }

        foreach (LedgerGap gap in ledger.Gaps.Take(MostGaps))
        {
            string range = gap.FirstSequence == null ? $"{gap.Since} .. {gap.Until}" : $"records {gap.FirstSequence}..{gap.LastSequence}";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {gap.Site}/{gap.Gateway,-8} {range,-46} {gap.Count,6} {gap.Kind}, cause: {gap.Cause}"));
        }

        if (ledger.Gaps.Count > MostGaps)
        {
            output.WriteLine($"  and {ledger.Gaps.Count - MostGaps} more; --json has them all");
        }
    }
}
