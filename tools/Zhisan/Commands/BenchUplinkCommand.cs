using System;
using System.CommandLine;
using ZhiSan.Edge.Bench.Uplink;
using ZhiSan.Edge.Cli.Output;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan bench uplink</c>: the core on a simulated line.</summary>
internal static class BenchUplinkCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    public static Command Create()
    {
        var command = new Command("uplink", "What the core makes of a line of 10 KB/s after two months: drain, previews, shares, a fleet that returns. Takes no real time.")
        {
            Json,
        };
        command.SetAction(parsed => CommandRunner.Run("bench uplink", () => Run(parsed.GetValue(Json))));
        return command;
    }

    private static int Run(bool json)
    {
        UplinkBenchResult result = new UplinkBench(what => Console.Error.WriteLine($"zhisan bench uplink: {what}")).Run();
        if (json)
        {
            JsonLine.Write(result);
        }
        else
        {
            UplinkBenchTable.Write(Console.Out, result);
        }

        return ExitCodes.Ok;
    }
}
