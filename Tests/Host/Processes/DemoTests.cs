using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ZhiSan.Edge.Tests.Host.Processes;

/// <summary>The main job, and that its verdict can be no.</summary>
public class DemoTests
{
    [Fact]
    public async Task The_demo_ends_complete_after_power_cuts_link_cuts_and_restarts_of_the_platform()
    {
        using ZhisanProcess demo = await ZhisanProcess.RunAsync("demo", "--json", "--seconds", "14", "--seed", "7");
        JsonElement result = demo.LastJson;
        Assert.True(demo.ExitCode == 0, demo.Error);
        Assert.Equal(0, result.GetProperty("lost").GetInt64());
        Assert.Equal(0, result.GetProperty("unaccounted").GetInt64());
        Assert.True(result.GetProperty("powerCuts").GetInt64() >= 10);
        Assert.True(result.GetProperty("linkOutages").GetInt64() >= 4);
        Assert.True(result.GetProperty("brokerRestarts").GetInt64() >= 2);
        Assert.True(result.GetProperty("chainVerified").GetBoolean());
        Assert.Equal(
            result.GetProperty("recordsTaken").GetInt64(),
            result.GetProperty("recordsStored").GetInt64() + result.GetProperty("interrupted").GetInt64());
        Assert.True(result.GetProperty("interrupted").GetInt64() <= result.GetProperty("powerCuts").GetInt64());
    }

    [Theory]
    [InlineData("delete-segment", "gw3")]
    [InlineData("flip-byte", "gw3")]
    [InlineData("drop-page", "gw2")]
    public async Task The_demo_fails_and_the_ledger_names_the_range(string sabotage, string gateway)
    {
        using ZhisanProcess demo = await ZhisanProcess.RunAsync("demo", "--json", "--seconds", "14", "--sabotage", sabotage);
        Assert.Equal(1, demo.ExitCode);
        Assert.False(demo.LastJson.GetProperty("complete").GetBoolean());
        Assert.Matches($@"yunwu/{gateway}\s+records \d+\.\.\d+", demo.Error);
    }
}
