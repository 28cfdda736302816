using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

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
        catch (Exception failure) when (failure is CliException or IOException or UnauthorizedAccessException or ArgumentException)
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
        catch (Exception failure) when (failure is CliException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine($"zhisan {name}: {OneLine(failure.Message)}");
            return ExitCodes.Usage;
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
