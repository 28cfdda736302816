using System;
using System.Linq;
using System.Text.Json;
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
    public void The_json_line_has_the_promised_members_and_no_others()
    {
        var report = Swarm.Run(new CampaignOptions { Seeds = 1, Days = 1, Gateways = 1 });
        using var json = JsonSerializer.SerializeToDocument(report, new JsonSerializerOptions(JsonSerializerDefaults.Web));

        Assert.Equal(
            "bitFlips brokerCrashes collectorCrashes firstViolationSeed gatewayDays gatewayDaysPerSecond linkOutages powerCuts records seeds violations",
            string.Join(' ', json.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
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
