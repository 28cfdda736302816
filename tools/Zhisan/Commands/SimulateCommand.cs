using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Simulator;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan simulate</c>: whole fleets for years in minutes, every run from one number.</summary>
internal static class SimulateCommand
{
    private const int ProgressSeeds = 100;

    private static readonly Option<long?> Seed = new("--seed") { Description = "Run one seed only." };

    private static readonly Option<long> Seeds = new("--seeds") { Description = "How many seeds to run.", DefaultValueFactory = _ => 100 };

    private static readonly Option<long> From = new("--from") { Description = "First seed.", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Jobs = new("--jobs") { Description = "Seeds at a time.", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Days = new("--days") { Description = "Simulated days with faults; a calm phase follows.", DefaultValueFactory = _ => 30 };

    private static readonly Option<int> Gateways = new("--gateways") { Description = "Gateways of each world.", DefaultValueFactory = _ => 3 };

    private static readonly Option<int?> Period = new("--period") { Description = "Seconds between two scans; without it every gateway of a seed draws its own." };

    private static readonly Option<string?> Without = new("--without") { Description = "Faults to leave out, separated by commas." };

    private static readonly Option<bool> Trace = new("--trace") { Description = "Print every event of the one seed." };

    private static readonly Option<bool> KeepGoing = new("--keep-going") { Description = "Go on behind the first seed that breaks a promise." };

    private static readonly Option<bool> Coverage = new("--coverage") { Description = "List how often each situation was reached." };

    private static readonly Option<string?> Plant = new("--plant") { Description = "Plant a fault, to see how the simulator finds it.", Hidden = true };

    private static readonly Option<bool> Json = new("--json") { Description = "End with one JSON line." };

    public static Command Create()
    {
        var command = new Command("simulate", "Simulate fleets with every fault there is; each run follows from its seed alone.")
        {
            Seed, Seeds, From, Jobs, Days, Gateways, Period, Without, Trace, KeepGoing, Coverage, Plant, Json,
        };
        command.SetAction((parsed, cancel) => System.Threading.Tasks.Task.FromResult(CommandRunner.Run("simulate", () => Run(parsed, cancel))));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var options = new CampaignOptions
        {
            From = parsed.GetValue(Seed) ?? parsed.GetValue(From),
            Seeds = parsed.GetValue(Seed) is null ? parsed.GetValue(Seeds) : 1,
            Jobs = Within("--jobs", parsed.GetValue(Jobs), 64),
            Days = Within("--days", parsed.GetValue(Days), 3650),
            Gateways = Within("--gateways", parsed.GetValue(Gateways), 100),
            PeriodSeconds = parsed.GetValue(Period) is { } seconds ? Within("--period", seconds, 86_400) : null,
            Without = Kinds(parsed.GetValue(Without)),
            KeepGoing = parsed.GetValue(KeepGoing),
            Plant = parsed.GetValue(Plant),
        };
        if (options.Plant is { } plant && new Scenario { Seed = options.From }.Planted(plant) is null)
        {
            throw new CliException($"'{plant}' is no fault to plant: tools/Simulator/README.md lists them");
        }

        if (options.Seeds < 1)
        {
            throw new CliException("--seeds must be 1 or more");
        }

        if (parsed.GetValue(Trace))
        {
            return parsed.GetValue(Seed) is null ? throw new CliException("--trace needs --seed") : RunTraced(options.Scenario(options.From));
        }

        Console.WriteLine(options.Seeds == 1 ? $"seed {options.From}" : $"seeds {options.From}..{options.From + options.Seeds - 1}");
        var done = 0L;
        var report = Swarm.Run(options, result => Tell(result, ++done, options.Seeds), cancel);
        Write(report, parsed.GetValue(Coverage));
        if (report.Failed.Count > 0)
        {
            Shrink(report.Failed.Values.First());
        }

        if (parsed.GetValue(Json))
        {
            JsonLine.Write(report);
        }

        return report.Violations == 0 ? ExitCodes.Ok : ExitCodes.No;
    }

    private static int RunTraced(Scenario scenario)
    {
        Console.WriteLine($"seed {scenario.Seed}");
        Console.WriteLine("faults: " + string.Join(", ", scenario.Mix.Kinds.Order()));
        var world = new World(scenario, Console.Out);
        world.Run();
        Console.WriteLine($"trace hash {world.TraceHash:x16}, {world.Violations.Count} violations");
        return world.Violations.Count == 0 ? ExitCodes.Ok : ExitCodes.No;
    }

    private static void Tell(RunResult result, long done, long seeds)
    {
        if (done % ProgressSeeds == 0 && done < seeds)
        {
            Console.Error.WriteLine($"{done} of {seeds} seeds");
        }

        if (result.Violations.Count > 0)
        {
            Console.WriteLine($"seed {result.Scenario.Seed}: {result.Violations[0]}");
        }
    }

    private static void Write(CampaignReport report, bool isLong)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Seeds} seeds, {report.GatewayDays:0} gateway-days, {report.Records} records, {report.PowerCuts} power cuts, {report.LinkOutages} link outages"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.GatewayDaysPerSecond:0.0} gateway-days per second, {report.Violations} seeds with violations"));
        Console.WriteLine($"situations reached: {report.Coverage.Reached.Count}; never reached: "
            + (report.NeverReached.Count == 0 ? "none of those that can be" : string.Join(", ", report.NeverReached)));
        if (isLong)
        {
            foreach (var (name, count) in report.Coverage.Reached)
            {
                Console.WriteLine($"  {count,10} {name}");
            }
        }
    }

    private static void Shrink(RunResult failed)
    {
        Console.WriteLine($"shrinking seed {failed.Scenario.Seed}");
        var small = Shrinker.Shrink(failed.Scenario, failed.Violations[0].Promise);
        Console.WriteLine("repeat it with: " + small);
    }

    private static int Within(string option, int value, int most) =>
        value >= 1 && value <= most ? value : throw new CliException($"{option} must be 1 to {most}");

    private static HashSet<FaultKind> Kinds(string? text)
    {
        var kinds = new HashSet<FaultKind>();
        foreach (var name in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Enum.TryParse<FaultKind>(name, out var kind) || !Enum.IsDefined(kind))
            {
                throw new CliException($"'{name}' is no fault: use {string.Join(", ", Enum.GetNames<FaultKind>())}");
            }

            kinds.Add(kind);
        }

        return kinds;
    }
}
