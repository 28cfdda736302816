using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Cli.Outage;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Bench;

/// <summary>The long outage by the command that measures it, and that its judge notices what must not be.</summary>
public class OutageBenchTests
{
    private static readonly OutageRow[] Given = [.. Enumerable.Range(0, 5).Select(i => new OutageRow(i * 60, $"{i} 7"))];

    [MosquittoFact]
    public async Task Three_weeks_with_six_kills_are_in_the_database_once_and_in_order_at_less_than_three_bytes_a_row()
    {
        using ZhisanProcess process = await ZhisanProcess.RunAsync("bench", "outage", "--rows", "30000", "--json");
        Assert.True(process.ExitCode == 0, process.Output + process.Error);
        JsonElement json = process.LastJson;
        double Number(string name) => json.GetProperty(name).GetDouble();
        Assert.Equal(30000, Number("rows"));
        Assert.Equal(0, Number("lost"));
        Assert.Equal(0, Number("duplicates"));
        Assert.Equal(0, Number("outOfOrder"));
        Assert.Equal(1, Number("killsBeforeDrain"));
        Assert.Equal(5, Number("killsDuringDrain"));
        Assert.InRange(Number("wireBytesPerRow"), 1.5, 3);
        Assert.InRange(Number("flashBytesPerRow"), 1.5, 3);
        double[] stored = [.. json.GetProperty("storedAtKills").EnumerateArray().Select(at => at.GetDouble())];
        Assert.Equal(stored.Order(), stored);
        Assert.InRange(stored[0], 1, 29999);
    }

    [Theory]
    [InlineData("0 1 2 3 4", 0, 0, 0)]
    [InlineData("0 1 3 4", 1, 0, 0)]
    [InlineData("0 1 2 2 3 4", 0, 1, 0)]
    [InlineData("0 2 1 3 4", 0, 0, 1)]
    [InlineData("3 4 0 1 2", 0, 0, 3)]
    [InlineData("", 5, 0, 0)]
    public void Comparison_counts_what_is_missing_double_or_late(string arrived, int lost, int duplicates, int outOfOrder)
    {
        List<OutageRow> rows = [.. arrived.Split(' ', System.StringSplitOptions.RemoveEmptyEntries).Select(index => Given[int.Parse(index)])];
        Assert.Equal(new OutageComparison(lost, duplicates, 0, outOfOrder), OutageComparison.Of(Given, rows));
    }

    [Fact]
    public void A_row_with_another_value_is_lost_and_strange()
    {
        OutageRow[] arrived = [.. Given.Select((row, i) => i == 2 ? row with { Values = "2 8" } : row)];
        Assert.Equal(new OutageComparison(1, 0, 1, 0), OutageComparison.Of(Given, arrived));
    }

    [Fact]
    public async Task A_run_too_short_for_five_kills_is_refused_in_one_line()
    {
        using ZhisanProcess process = await ZhisanProcess.RunAsync("bench", "outage", "--rows", "100");
        Assert.Equal(2, process.ExitCode);
        Assert.Single(process.Error.Split('\n', System.StringSplitOptions.RemoveEmptyEntries));
    }
}
