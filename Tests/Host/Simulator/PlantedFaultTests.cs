using System;
using System.IO;
using System.Linq;
using Xunit;
using ZhiSan.Edge.Simulator;
using ZhiSan.Edge.Tests.Host.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.Simulator;

/// <summary>The simulator bites: each planted fault is found within a stated number of seeds, and nothing is found without it.</summary>
public sealed class PlantedFaultTests
{
    public static TheoryData<string> Plants => [.. Enum.GetNames<PlantKind>()];

    [Theory]
    [MemberData(nameof(Plants))]
    public void A_planted_fault_is_found_within_the_stated_number_of_seeds(string name)
    {
        var row = Assert.Single(PlantTable.Rows, row => row.Plant.ToString() == name);

        var found = Enumerable.Range(1, row.Seeds)
            .Select(seed => Run(seed, row.Days, row.Plant))
            .FirstOrDefault(world => world.Violations.Count > 0);

        Assert.NotNull(found);
        Assert.Equal(row.Promise, found.Violations[0].Promise);
        Assert.Contains(row.Words, found.Violations[0].Text);
    }

    [Fact]
    public void Nothing_is_found_in_the_same_seeds_without_the_fault()
    {
        foreach (var days in PlantTable.Rows.GroupBy(row => row.Days, row => row.Seeds))
        {
            for (var seed = 1; seed <= days.Max(); seed++)
            {
                Assert.Empty(Run(seed, days.Key, null).Violations);
            }
        }
    }

    [Fact]
    public void The_simulators_page_shows_the_same_table()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "tools", "Simulator", "README.md"));
        foreach (var row in PlantTable.Rows)
        {
            Assert.Contains($"| `{row.Plant}` | {row.Area} | {row.Seeds} x {row.Days} | {row.Promise}: ... {row.Words} ... |", page);
        }
    }

    private static World Run(long seed, int days, PlantKind? plant)
    {
        var world = new World(new Scenario { Seed = seed, Days = days, Gateways = 1, Plant = plant });
        world.Run();
        return world;
    }
}
