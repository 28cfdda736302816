using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Kills;
using ZhiSan.Edge.Cli.Output;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan bench kills</c>: real processes, mosquitto, and kills of all of them.</summary>
internal static class BenchKillsCommand
{
    private const int MostKills = 10_000;

    private static readonly Option<int> Kills = new("--kills")
    {
        Description = $"SIGKILLs of broker, collector and gateway together: 1 to {MostKills}.", DefaultValueFactory = _ => 200,
    };

    private static readonly Option<bool> Persistence = new("--persistence")
    {
        Description = "mosquitto keeps sessions and retained messages on disk; without it a kill of the broker loses them.",
    };

    private static readonly Option<int> Seed = new("--seed") { Description = "Draws who is killed when.", DefaultValueFactory = _ => 1 };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    public static Command Create()
    {
        var command = new Command(
            "kills", "Kill broker (mosquitto), collector and gateway again and again; then everything must be in the database once.")
        {
            Kills, Persistence, Seed, Json,
        };
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("bench kills", cancel, stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        int kills = parsed.GetValue(Kills);
        if (kills is < 1 or > MostKills)
        {
            throw new CliException($"--kills must be 1 to {MostKills}");
        }

        using var run = new KillRun(
            kills, parsed.GetValue(Persistence), parsed.GetValue(Seed), what => Console.Error.WriteLine($"zhisan bench kills: {what}"));
        KillResult result = await run.RunAsync(stop);
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(result);
        }
        else
        {
            KillTable.Write(Console.Out, result);
        }

        return result.IsGood ? ExitCodes.Ok : ExitCodes.No;
    }
}
