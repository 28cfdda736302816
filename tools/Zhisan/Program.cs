using System.CommandLine;
using ZhiSan.Edge.Cli.Commands;
using ZhiSan.Edge.Cli.Demo;

namespace ZhiSan.Edge.Cli;

/// <summary>The one command line tool of ZhiSan Edge.</summary>
internal static class Program
{
    /// <summary>Time between SIGTERM and the end: a goodbye over a line on which nobody answers takes ten seconds.</summary>
    private static readonly System.TimeSpan LongestGoodbye = System.TimeSpan.FromSeconds(20);

    private static int Main(string[] args)
    {
        ParentWatch.Begin();
        var root = new RootCommand("ZhiSan Edge: gateways that lose no reading without saying which, when and why.")
        {
            DemoCommand.Create(),
            GatewayCommand.Create(),
            CollectCommand.Create(),
            MonitorCommand.Create(),
            CmdCommand.Create(),
            ReplayCommand.Create(),
            LedgerCommand.Create(),
            JournalCommand.Create(),
            KeysCommand.Create(),
            ConfigCommand.Create(),
            AccessCommand.Create(),
            NanoCheckCommand.Create(),
            NfConfigCommand.Create(),
            FlashCommand.Create(),
            SimulateCommand.Create(),
            BenchCommand.Create(),
            ProvisionCommand.Create(),
            EvacuateCommand.Create(),
            ConsoleCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            System.Console.Error.WriteLine($"zhisan: {ParseErrors.OneLine(parsed)}");
            return ExitCodes.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration { ProcessTerminationTimeout = LongestGoodbye });
    }
}
