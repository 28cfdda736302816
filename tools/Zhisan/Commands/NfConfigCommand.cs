using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.DeviceProject;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan nfconfig</c>: what goes onto a device, and the device projects made from it.</summary>
internal static class NfConfigCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    public static Command Create()
    {
        var check = new Command("check", "Check nf.config, and that the device projects list every source and the same versions.") { Json };
        check.SetAction(parsed => CommandRunner.Run("nfconfig check", () => Check(parsed)));
        var write = new Command("write", "Bring the device projects' source lists, references and constants up to date.");
        write.SetAction(_ => CommandRunner.Run("nfconfig write", Write));
        return new Command("nfconfig", "nf.config: the one place that says what goes onto a device.") { check, write };
    }

    private static int Check(ParseResult parsed)
    {
        string root = RepositoryRoot.Find();
        NfConfig config = Load(root);
        List<NfProblem> problems = [.. config.Validate()];
        if (problems.Count == 0)
        {
            problems.AddRange(SourceLists.Check(root, config));
        }

        if (parsed.GetValue(Json))
        {
            JsonLine.Write(new { Problems = problems, Ok = problems.Count == 0 });
        }
        else
        {
            foreach (NfProblem problem in problems)
            {
                Console.WriteLine(problem);
            }

            Console.WriteLine(problems.Count == 0 ? $"{NfConfig.FileName} is good; target {config.Target}" : $"{problems.Count} problems; 'zhisan nfconfig write' mends stale lists");
        }

        return problems.Count == 0 ? ExitCodes.Ok : ExitCodes.No;
    }

    private static int Write()
    {
        string root = RepositoryRoot.Find();
        NfConfig config = Load(root);
        NfProblem? problem = config.Validate().FirstOrDefault();
        if (problem != null)
        {
            throw new CliException(problem.ToString());
        }

        foreach (string changed in SourceLists.Write(root, config))
        {
            Console.WriteLine($"wrote {changed}");
        }

        return ExitCodes.Ok;
    }

    /// <summary>Reads nf.config at the project's root.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static NfConfig Load(string root)
    {
        try
        {
            return NfConfig.Load(Path.Combine(root, NfConfig.FileName));
        }
        catch (NfConfigException unusable)
        {
            throw new CliException(unusable.Message);
        }
    }
}
