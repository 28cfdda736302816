using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
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

    [Fact]
    public async Task A_demo_that_is_killed_leaves_nothing_running()
    {
        using ZhisanProcess demo = ZhisanProcess.Start("demo", "--json", "--seconds", "14");
        List<int> children = [];
        for (int i = 0; i < 600 && children.Count < 4; i++)
        {
            await Task.Delay(100);
            children = ChildrenOf(demo.Id);
        }

        Assert.Equal(4, children.Count);
        demo.Kill();
        for (int i = 0; i < 600 && children.Exists(IsRunning); i++)
        {
            await Task.Delay(100);
        }

        Assert.DoesNotContain(children, IsRunning);
    }

    private static List<int> ChildrenOf(int parent) =>
        [.. Process.GetProcesses().Select(process => process.Id).Where(id => Stat(id) is { } stat && stat[1] == parent.ToString(CultureInfo.InvariantCulture))];

    // Ended, and perhaps not yet collected by whoever adopted it.
    private static bool IsRunning(int id) => Stat(id) is { } stat && stat[0] != "Z";

    // State and parent, behind the name, which may hold anything.
    private static string[]? Stat(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
