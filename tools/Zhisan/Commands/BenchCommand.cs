using System;
using System.CommandLine;
using System.IO;
using ZhiSan.Edge.Bench;
using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.VirtualGateway.CsvReplay;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan bench</c>: measures, and prints what was measured.</summary>
internal static class BenchCommand
{
    private const int MostSyncEvery = 60;

    private static readonly Option<FileInfo?> Csv = new("--csv") { Description = "A recording: time,<name>_<unit>,... Without it: a week of the demo sensor." };

    private static readonly Option<string?> Decimals = new("--decimals") { Description = "Decimals of its columns, for example 2,2,0,0." };

    private static readonly Option<int?> Rows = new("--rows") { Description = "Rows to store, 1000 to 2000000; a recording is repeated in time as needed. Default: as many as it has." };

    private static readonly Option<int> SyncEvery = new("--sync-every")
    {
        Description = "Rows that become durable together, 1 to 60: what a power cut may cost. The product makes every row durable at once.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    public static Command Create()
    {
        var journal = new Command("journal", "What the journal makes of a recording: bytes, days, writes, time, interpreter operations, beside other ways to store it.")
        {
            Csv, Decimals, Rows, SyncEvery, Json,
        };
        journal.SetAction(parsed => CommandRunner.Run("bench journal", () => Journal(parsed)));
        return new Command("bench", "Measure, and print what was measured.") { journal, BenchUplinkCommand.Create(), BenchOutageCommand.Create(), BenchKillsCommand.Create() };
    }

    private static int Journal(ParseResult parsed)
    {
        int syncEvery = parsed.GetValue(SyncEvery);
        if (syncEvery is < 1 or > MostSyncEvery)
        {
            throw new CliException($"--sync-every must be 1 to {MostSyncEvery}");
        }

        Workload workload = Load(parsed.GetValue(Csv), parsed.GetValue(Decimals));
        if (parsed.GetValue(Rows) is { } rows)
        {
            workload = rows is >= 1000 and <= 2_000_000 ? workload.Repeat(rows) : throw new CliException("--rows must be 1000 to 2000000");
        }

        if (workload.Rows.Count < 2)
        {
            throw new CliException("the recording has fewer than two rows; --rows N repeats a longer one");
        }

        JournalBenchResult result = new JournalBench(workload, syncEvery, what => Console.Error.WriteLine($"zhisan bench journal: {what}")).Run();
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(result);
        }
        else
        {
            JournalBenchTable.Write(Console.Out, result);
        }

        return ExitCodes.Ok;
    }

    private static Workload Load(FileInfo? csv, string? decimals)
    {
        if ((csv == null) != (decimals == null))
        {
            throw new CliException("--csv and --decimals go together");
        }

        if (csv == null)
        {
            return RecordedWorkload.Demo();
        }

        CsvRecording recording = Recordings.Load(csv.FullName, decimals!, warning => Console.Error.WriteLine($"zhisan bench journal: {warning}"));
        return RecordedWorkload.Of(recording, csv.Name);
    }
}
