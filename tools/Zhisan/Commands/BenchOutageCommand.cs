using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Outage;
using ZhiSan.Edge.Cli.Output;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan bench outage</c>: a month without a link, real processes, mosquitto, and kills.</summary>
internal static class BenchOutageCommand
{
    private const int FewestRows = 20_000;
    private const int MostRows = 80_000;

    private static readonly Option<int> Rows = new("--rows")
    {
        Description = $"Rows produced while the link is down, one a minute: {FewestRows} to {MostRows}.", DefaultValueFactory = _ => 43_200,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    public static Command Create()
    {
        var command = new Command(
            "outage", "A month without a link with real processes and mosquitto: the gateway is killed once before and five times during the drain.")
        {
            Rows, Json,
        };
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("bench outage", cancel, stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        int rows = parsed.GetValue(Rows);
        if (rows is < FewestRows or > MostRows)
        {
            throw new CliException($"--rows must be {FewestRows} to {MostRows}");
        }

        using var run = new OutageRun(rows, what => Console.Error.WriteLine($"zhisan bench outage: {what}"));
        OutageResult result = await run.RunAsync(stop);
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(result);
        }
        else
        {
            OutageTable.Write(Console.Out, result);
        }

        return result.IsGood ? ExitCodes.Ok : ExitCodes.No;
    }
}
