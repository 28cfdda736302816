using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Demo;
using ZhiSan.Edge.Cli.Output;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan demo</c>: the main job, end to end, in less than a minute.</summary>
internal static class DemoCommand
{
    private static readonly Option<int> Seconds = new("--seconds")
    {
        Description = "Real seconds of sampling, 10 to 600.", DefaultValueFactory = _ => 30,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Where the storm's moments and the gardens' weather follow from.", DefaultValueFactory = _ => 1,
    };

    private static readonly Option<DirectoryInfo?> Folder = new("--folder") { Description = "Leave everything behind in this new folder: flash, logs, database, keys." };

    private static readonly Option<string> SabotageOption = new("--sabotage")
    {
        Description = "Break something that no gateway can mend, to see the demo notice: none, delete-segment, flip-byte, drop-page.",
        DefaultValueFactory = _ => "none",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object as the last line." };

    private static readonly Option<bool> Plain = new("--plain") { Description = "Print plain lines even on a terminal." };

    public static Command Create()
    {
        var command = new Command("demo", "Three gateways, one platform, one storm: see every record arrive.")
        {
            Seconds, Seed, Folder, SabotageOption, Json, Plain,
        };
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("demo", cancel, stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        int seconds = parsed.GetValue(Seconds);
        if (seconds is < 10 or > 600)
        {
            throw new CliException("--seconds must be 10 to 600");
        }

        bool json = parsed.GetValue(Json);
        bool plain = parsed.GetValue(Plain) || json || Console.IsOutputRedirected;
        var options = new DemoOptions(
            seconds, parsed.GetValue(Seed), parsed.GetValue(Folder)?.FullName, ReadSabotage(parsed.GetValue(SabotageOption)!), json, plain);
        using IDemoView view = plain ? new PlainView(json) : new LiveView();
        using var run = new DemoRun(options, view);
        DemoResult result = await run.RunAsync(stop);
        Report(json ? Console.Error : Console.Out, result);
        if (json)
        {
            JsonLine.Write(result.ToJson());
        }

        return result.IsComplete ? ExitCodes.Ok : ExitCodes.No;
    }

    private static void Report(TextWriter output, DemoResult result)
    {
        output.WriteLine();
        LedgerTable.Write(output, result.Ledger);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.PowerCuts} power cuts, {result.LinkOutages} link outages, {result.BrokerRestarts} restarts of broker and collector, {result.Elapsed.TotalSeconds:0.0} s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.RecordsTaken} scans taken = {result.RecordsStored} stored + {result.Interrupted} interrupted by a power cut + {result.Missing} missing; {result.Ledger.Totals.Duplicates} duplicates dropped"));
        output.WriteLine(result.IsComplete
            ? "COMPLETE: nothing lost, nothing unaccounted for, chain verified"
            : "NOT COMPLETE: " + string.Join("; ", result.Reasons()));
    }

    private static Sabotage ReadSabotage(string text) => text switch
    {
        "none" => Sabotage.None,
        "delete-segment" => Sabotage.DeleteSegment,
        "flip-byte" => Sabotage.FlipByte,
        "drop-page" => Sabotage.DropPage,
        _ => throw new CliException($"--sabotage '{text}': write none, delete-segment, flip-byte or drop-page"),
    };
}
