using System;
using System.IO;
using ZhiSan.Edge.Cli.Kills;

namespace ZhiSan.Edge.Cli.Output;

/// <summary>A run with many kills as people read it, within 100 columns.</summary>
internal static class KillTable
{
    /// <summary>Writes the table.</summary>
    public static void Write(TextWriter output, KillResult result)
    {
        output.WriteLine(FormattableString.Invariant(
            $"{result.Kills} kills (broker {result.BrokerKills}, collector {result.CollectorKills}, gateway {result.GatewayKills}), {result.KillsAfterProgress} of them after new records had come in"));
        output.WriteLine(FormattableString.Invariant($"mosquitto with persistence {(result.Persistence ? "on" : "off")}, seed {result.Seed}, {result.Seconds:0} s"));
        output.WriteLine();
        output.WriteLine("    scans  interrupted   lost  duplicates   records  sent again  ledger");
        output.WriteLine(FormattableString.Invariant(
            $"{result.Scans,9} {result.Interrupted,12} {result.Lost,6} {result.Duplicates,11} {result.Records,9} {result.SentAgain,11}  {(result.LedgerComplete ? "complete" : "NOT complete")}"));
    }
}
