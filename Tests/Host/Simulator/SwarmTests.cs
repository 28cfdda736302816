using System.Linq;
using Xunit;
using ZhiSan.Edge.Simulator;

namespace ZhiSan.Edge.Tests.Host.Simulator;

/// <summary>A fixed set of seeds keeps every promise.</summary>
public sealed class SwarmTests
{
    [Fact]
    public void A_fixed_set_of_seeds_keeps_every_promise_and_reaches_all_that_can_be_reached()
    {
        var report = Swarm.Run(new CampaignOptions { From = 1, Seeds = 60, Days = 10, Gateways = 2, KeepGoing = true });

        Assert.True(report.Violations == 0, string.Join('\n', report.Failed.Values.Select(run => $"{run.Violations[0]}; {run.Scenario}")));
        Assert.Empty(report.NeverReached);
        Assert.True(report.PowerCuts > 100 && report.LinkOutages > 100 && report.BrokerCrashes > 20 && report.CollectorCrashes > 20);
    }

    [Fact]
    public void A_failing_run_is_shrunk_to_one_that_breaks_the_same_promise()
    {
        var failing = new Scenario { Seed = 2, Days = 6, Gateways = 3, Plant = PlantKind.ValueChanged };
        var small = Shrinker.Shrink(failing, "exact");
        var world = new World(small);
        world.Run();

        Assert.Contains(world.Violations, violation => violation.Promise == "exact");
        Assert.Equal(1, small.Days);
        Assert.Equal(1, small.Gateways);
        Assert.Empty(small.Mix.Kinds);
    }
}
