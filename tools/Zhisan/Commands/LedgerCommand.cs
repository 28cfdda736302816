using System;
using System.CommandLine;
using System.IO;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan ledger</c>: is anything missing, and whose fault was it?</summary>
internal static class LedgerCommand
{
    private static readonly Option<FileInfo> Database = new("--database")
    {
        Description = "The collector's database; it may be running.", DefaultValueFactory = _ => new FileInfo("zhisan.db"),
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the ledger as one JSON object." };

    public static Command Create()
    {
        var command = new Command("ledger", "Print the completeness ledger; exit code 0 only when nothing is missing.") { Database, Json };
        command.SetAction(parsed => CommandRunner.Run("ledger", () => Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        LedgerReport ledger = Ledger.Read(parsed.GetValue(Database)!.FullName);
        if (parsed.GetValue(Json))
        {
            Console.WriteLine(ledger.ToJson());
        }
        else
        {
            LedgerTable.Write(Console.Out, ledger);
            Console.WriteLine();
            Console.WriteLine(ledger.Complete ? "complete" : "not complete: " + string.Join("; ", ledger.Reasons));
        }

        return ledger.Complete ? ExitCodes.Ok : ExitCodes.No;
    }
}
