using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using ZhiSan.Edge.Cli.Inspection;
using ZhiSan.Edge.Cli.Output;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan journal</c>: looks into a journal's files without touching them.</summary>
internal static class JournalCommand
{
    private static readonly Argument<FileInfo> Flash = new("flash")
    {
        Description = "Folder that stands for the flash, or a copy of the device's; or an image of its flash or of its littlefs volume.",
    };

    private static readonly Option<FileInfo?> Keys = new("--keys") { Description = "Key file; with --id the MAC chain is verified too." };

    private static readonly Option<string?> Id = new("--id") { Description = "Whose journal it is, as site/gateway." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object; of dump, one for each record." };

    public static Command Create()
    {
        var dump = new Command("dump", "Print every record, one line each.") { Flash, Keys, Id, Json };
        dump.SetAction(parsed => CommandRunner.Run("journal dump", () => Dump(parsed)));
        var verify = new Command("verify", "Check every byte; exit code 0 only when all verifies and no number is missing.") { Flash, Keys, Id, Json };
        verify.SetAction(parsed => CommandRunner.Run("journal verify", () => Verify(parsed)));
        var stats = new Command("stats", "Count what is there, thinned, lost and missing, and what it takes.") { Flash, Keys, Id, Json };
        stats.SetAction(parsed => CommandRunner.Run("journal stats", () => Stats(parsed)));
        return new Command("journal", "Look into a journal's files; never writes.") { dump, verify, stats };
    }

    private static JournalInspection Inspect(ParseResult parsed, Buffering.Records.IRecordVisitor? visitor)
    {
        byte[]? key = null;
        FileInfo? keys = parsed.GetValue(Keys);
        string? id = parsed.GetValue(Id);
        if ((keys == null) != (id == null))
        {
            throw new CliException("--keys and --id go together");
        }

        if (keys != null)
        {
            (string site, string gateway) = Arguments.SiteAndGateway(id!);
            key = KeyFiles.Read(keys.FullName, site, gateway);
        }

        return new JournalInspector(parsed.GetValue(Flash)!.FullName, key, visitor).Run();
    }

    private static int Dump(ParseResult parsed)
    {
        JournalInspection found = Inspect(parsed, parsed.GetValue(Json) ? new RecordJsonPrinter() : new RecordPrinter());
        foreach (string problem in found.Problems)
        {
            Console.Error.WriteLine($"zhisan journal dump: {problem}");
        }

        return found.IsWhole ? ExitCodes.Ok : ExitCodes.No;
    }

    private static int Stats(ParseResult parsed)
    {
        var statistics = new JournalStatistics();
        JournalInspection found = Inspect(parsed, statistics);
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(JournalStatisticsTable.ToJson(found, statistics));
        }
        else
        {
            JournalStatisticsTable.Write(Console.Out, found, statistics);
        }

        return found.Epoch == null ? ExitCodes.No : ExitCodes.Ok;
    }

    private static int Verify(ParseResult parsed)
    {
        JournalInspection found = Inspect(parsed, null);
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(found.ToJson(pages: true));
            return found.IsWhole ? ExitCodes.Ok : ExitCodes.No;
        }

        Console.WriteLine(found.Epoch == null ? "no journal found: nothing there verifies" : $"epoch {found.Epoch}");
        Console.WriteLine($"{found.Segments} segments, {found.Pages.Count} pages ({found.Pages.Count(page => page.Sealed)} sealed), "
            + $"{found.Tails} tails with newer rows, {found.Records} records, {found.Bytes} bytes");
        int verified = found.Pages.Count(page => page.Mac == "verified");
        Console.WriteLine(parsed.GetValue(Keys) == null
            ? "MAC chain not checked: give --keys and --id"
            : $"MAC chain: {verified} of {found.Pages.Count(page => page.Sealed)} sealed pages verified");
        foreach (SequenceRange range in found.Present.Concat(found.AccountedFor).Concat(found.Missing).OrderBy(range => range.First))
        {
            Console.WriteLine($"  {range.First,10} .. {range.Last,-10} {range.What}");
        }

        foreach (string problem in found.Problems)
        {
            Console.WriteLine($"  problem: {problem}");
        }

        foreach (string name in found.UnknownFiles)
        {
            Console.WriteLine($"  unknown file, left alone: {name}");
        }

        Console.WriteLine(found.IsWhole ? "whole: every byte verifies, no number is missing" : "not whole");
        return found.IsWhole ? ExitCodes.Ok : ExitCodes.No;
    }
}
