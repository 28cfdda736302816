using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Simulator;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Simulator;

/// <summary>A run follows from its seed alone.</summary>
public sealed class DeterminismTests
{
    private static readonly long[] Seeds = [3, 11, 17, 24, 42];

    [Fact]
    public void The_same_seeds_do_the_same_in_any_order_and_side_by_side()
    {
        var forward = Seeds.ToDictionary(seed => seed, Hash);
        var backward = Seeds.Reverse().ToDictionary(seed => seed, Hash);
        var together = Seeds.AsParallel().WithDegreeOfParallelism(2).Select(seed => (seed, hash: Hash(seed))).ToDictionary();

        Assert.Equal(forward.OrderBy(pair => pair.Key), backward.OrderBy(pair => pair.Key));
        Assert.Equal(forward.OrderBy(pair => pair.Key), together.OrderBy(pair => pair.Key));
        Assert.Equal(Seeds.Length, forward.Values.Distinct().Count());
    }

    [Fact]
    public async Task Another_process_does_the_same_and_tells_it_with_the_same_words()
    {
        string[] arguments = ["simulate", "--seed", "11", "--days", "3", "--gateways", "2", "--trace"];
        using var first = await ZhisanProcess.RunAsync(arguments);
        using var second = await ZhisanProcess.RunAsync(arguments);

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Output, second.Output);
        Assert.Contains(Hash(11).ToString("x16", CultureInfo.InvariantCulture), first.Output);
    }

    [Fact]
    public void Telling_the_story_changes_nothing_of_it()
    {
        var story = new StringWriter();
        var told = new World(ScenarioOf(24), story);
        told.Run();

        Assert.Equal(Hash(24), told.TraceHash);
        Assert.NotEmpty(story.ToString());
    }

    [Fact]
    public void Leaving_a_fault_out_leaves_the_others_as_they_were()
    {
        var scenario = ScenarioOf(42);
        var all = Count(scenario);
        var fault = all.Keys.First(kind => kind is not (FaultKind.PowerCut or FaultKind.LinkOutage));
        var rest = Count(scenario with { Without = new HashSet<FaultKind> { fault } });

        Assert.False(rest.ContainsKey(fault));
        Assert.NotEmpty(rest);
        foreach (var (kind, count) in rest.Where(pair => pair.Key is not (FaultKind.PowerCut or FaultKind.LinkOutage)))
        {
            Assert.Equal(all[kind], count);
        }
    }

    private static Scenario ScenarioOf(long seed) => new() { Seed = seed, Days = 3, Gateways = 2 };

    private static IReadOnlyDictionary<FaultKind, long> Count(Scenario scenario)
    {
        var world = new World(scenario);
        world.Run();
        return world.Happened;
    }

    private static ulong Hash(long seed)
    {
        var world = new World(ScenarioOf(seed));
        world.Run();
        return world.TraceHash;
    }
}
