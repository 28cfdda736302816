using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Cli.Steps;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan nanocheck</c>: the device gate.</summary>
internal static class NanoCheckCommand
{
    private const int MostTypes = 40;

    private static readonly Option<DirectoryInfo?> Api = new("--api")
    {
        Description = "Folder with the device's full API lists; makes messages more precise and allows --propose.",
    };

    private static readonly Option<bool> Propose = new("--propose") { Description = "Print the lines that the contract lacks." };

    private static readonly Option<bool> Steps = new("--steps")
    {
        Description = "Count what each step of the main loop executes over a season, and compare the longest with 50 ms on an ESP32.",
    };

    private static readonly Option<bool> Methods = new("--methods") { Description = "With --steps: which methods the longest steps spend it in." };

    private static readonly Option<bool> Size = new("--size") { Description = "Where the bytes of the device image are, and which methods nothing in it refers to." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON." };

    public static Command Create()
    {
        var command = new Command("nanocheck", "Check that everything device-bound compiles for and runs on nanoFramework 1.x.") 
        {
            Api, Propose, Steps, Methods, Size, Json,
        };
        command.SetAction(parsed => CommandRunner.Run("nanocheck", () => Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        if (parsed.GetValue(Steps))
        {
            return StepReport.Print(parsed.GetValue(Json), parsed.GetValue(Methods));
        }

        string root = RepositoryRoot.Find();
        if (parsed.GetValue(Size))
        {
            return ShowSize(ImageBreakdown.Of(DeviceSources.Image(root)), parsed.GetValue(Json));
        }

        string? api = parsed.GetValue(Api)?.FullName;
        if (api != null && !Directory.Exists(api))
        {
            throw new CliException($"{api} does not exist");
        }

        if (parsed.GetValue(Propose))
        {
            ContractProposal proposal = NanoChecker.ProposeContractForSources(
                DeviceSources.Image(root), api ?? throw new CliException("--propose needs --api"));
            foreach (ContractLine line in proposal.MissingLines)
            {
                Console.WriteLine(line);
            }

            foreach (string missing in proposal.NotOnDevice)
            {
                Console.Error.WriteLine($"zhisan nanocheck: not on the device: {missing}");
            }

            return proposal.NotOnDevice.Count == 0 ? ExitCodes.Ok : ExitCodes.No;
        }

        NanoCheckReport report = NanoChecker.Run(new NanoCheckOptions
        {
            AssemblyPaths = DeviceSources.AssembliesIn(AppContext.BaseDirectory),
            SourceAssemblies = [.. DeviceSources.Image(root), DeviceSources.Tests(root)],
            ApiListFolder = api,
        });
        Console.WriteLine(parsed.GetValue(Json) ? JsonRenderer.Render(report) : TextRenderer.Render(report, root));
        return report.IsGreen ? ExitCodes.Ok : ExitCodes.No;
    }

    private static int ShowSize(ImageBreakdown image, bool json)
    {
        if (json)
        {
            JsonLine.Write(image);
            return ExitCodes.Ok;
        }

        Console.WriteLine("   bytes members  (table rows and byte code; names and signatures are shared)");
        foreach (SizeShare share in image.Namespaces.Concat(image.Types.Take(MostTypes)))
        {
            Console.WriteLine($"{share.Bytes,8}{share.Members,8}  {share.Name}");
        }

        Console.WriteLine($"nothing in the image refers to these {image.Unused.Count} methods of {image.Unused.Sum(u => u.Bytes)} bytes:");
        foreach (SizeShare share in image.Unused)
        {
            Console.WriteLine($"{share.Bytes,8}          {share.Name}");
        }

        return ExitCodes.Ok;
    }
}
