using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Bench.Uplink;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Bench;

/// <summary>The uplink's targets, by the command that prints them. The clock is scripted: nothing here depends on the machine.</summary>
public class UplinkBenchTests
{
    [Fact]
    public async Task Drain_previews_share_and_herd_are_as_promised()
    {
        using ZhisanProcess process = await ZhisanProcess.RunAsync("bench", "uplink", "--json");
        Assert.True(process.ExitCode == 0, process.Error);
        JsonElement json = process.LastJson;
        double Number(string name) => json.GetProperty(name).GetDouble();
        Assert.InRange(Number("backlogBytes"), 170_000, 200_000);
        Assert.InRange(Number("drainSeconds"), 18, 60);
        Assert.InRange(Number("drainMessages"), 45, 100);
        Assert.InRange(Number("wireBytesPerReading"), 0.4, 0.75);
        Assert.InRange(Number("liveDelayMsMax"), 1, 2000);
        Assert.InRange(Number("livePreviews"), Number("liveScans") * 0.9, Number("liveScans") + 1);
        Assert.InRange(Number("backlogShareMin"), 0.5, 1);
        Assert.InRange(Number("herdPeakShare"), 0.001, 0.05);
        Assert.Equal(0, Number("duplicatesSent"));
    }

    [Fact]
    public void A_fleet_that_comes_at_once_would_be_seen()
    {
        // Four gateways cannot keep to a twentieth of four in a second: the measure says so.
        Assert.True(new UplinkBench(_ => { }).Run(fleet: 4).HerdPeakShare > 0.05);
    }
}
