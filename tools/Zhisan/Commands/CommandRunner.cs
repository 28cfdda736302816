using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary>Runs the body of a command: failures become one line and an exit code, Ctrl-C and SIGTERM a request to stop.</summary>
internal static class CommandRunner
{
    public static int Run(string name, Func<int> body)
    {
        try
        {
            return body();
        }
        catch (Exception failure) when (IsSaid(failure))
        {
            Console.Error.WriteLine($"zhisan {name}: {OneLine(failure.Message)}");
            return ExitCodes.Usage;
        }
    }

    public static async Task<int> RunAsync(string name, CancellationToken cancel, Func<CancellationToken, Task<int>> body)
    {
        try
        {
            return await body(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
        catch (Exception failure) when (IsSaid(failure))
        {
            Console.Error.WriteLine($"zhisan {name}: {OneLine(failure.Message)}");
            return ExitCodes.Usage;
        }
    }

    // Failures whose message tells the user what to do; anything else is a defect and shows where.
    private static bool IsSaid(Exception failure) =>
        failure is CliException or CollectorException or IOException or UnauthorizedAccessException or ArgumentException;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
