using System;
using System.IO;
using ZhiSan.Edge.Cli.Outage;

namespace ZhiSan.Edge.Cli.Output;

/// <summary>The outage as people read it, within 100 columns.</summary>
internal static class OutageTable
{
    /// <summary>Writes the table.</summary>
    public static void Write(TextWriter output, OutageResult result)
    {
        output.WriteLine(FormattableString.Invariant(
            $"{result.Rows} rows of 4 values, mosquitto between; gateway killed {result.KillsBeforeDrain} time before and {result.KillsDuringDrain} times during the drain"));
        output.WriteLine();
        output.WriteLine("     rows   lost  duplicates  out of order  wire B/row  flash B/row  drain s");
        output.WriteLine(FormattableString.Invariant(
            $"{result.Rows,9} {result.Lost,6} {result.Duplicates,11} {result.OutOfOrder,13} {result.WireBytesPerRow,11:0.00} {result.FlashBytesPerRow,12:0.00} {result.DrainSeconds,8:0.0}"));
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant(
            $"rows stored at the kills: {string.Join(", ", result.StoredAtKills)}; {result.SentAgain} records sent again and dropped by the platform"));
        output.WriteLine(FormattableString.Invariant(
            $"from the broker: {result.WireBytesBackPerRow:0.00} B/row; ledger {(result.LedgerComplete ? "complete" : "NOT complete")}"));
    }
}
