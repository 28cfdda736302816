using System.Globalization;
using System.IO;
using System.Linq;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Output;

/// <summary>The completeness ledger as people read it, within 100 columns.</summary>
internal static class LedgerTable
{
    private const int MostGaps = 40;
    private const int MostFaults = 40;

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

        WriteMore(output, ledger.Gaps.Count, MostGaps);
        WriteInterruptions(output, ledger);
    }

    private static void WriteInterruptions(TextWriter output, LedgerReport ledger)
    {
        if (ledger.Faults.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("interruptions, and whose they were:");
        output.WriteLine("  gateway          whose                  cause        times      total    longest open last began");
        foreach (LedgerFault fault in ledger.Faults.Take(MostFaults))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {fault.Site + "/" + fault.Gateway,-16} {fault.Whose,-22} {fault.Cause,-11} {fault.Count,6} {Span(fault.Seconds),10} {Span(fault.LongestSeconds),10} {fault.Open,4} {fault.Last}"));
        }

        WriteMore(output, ledger.Faults.Count, MostFaults);
        foreach (LedgerInterruption open in ledger.Interruptions.Where(one => one.State is "open" or "announced").Take(MostFaults))
        {
            output.WriteLine($"  {open.Site}/{open.Gateway}: {open.Cause} lasts, since {(open.Since.Length > 0 ? open.Since : "an announced beginning")}");
        }
    }

    // A gateway without power counts no seconds: how long that lasted stands in the table of what is missing.
    private static string Span(long seconds) => seconds == 0 ? "-" :
        string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");

    private static void WriteMore(TextWriter output, int count, int most)
    {
        if (count > most)
        {
            output.WriteLine($"  and {count - most} more; --json has them all");
        }
    }
}
