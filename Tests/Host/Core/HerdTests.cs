using Xunit;
using ZhiSan.Edge.Bench.Uplink;

namespace ZhiSan.Edge.Tests.Host.Core;

/// <summary>A thousand cores and one broker. Nobody may ask more of it in a second than a twentieth of them.</summary>
public sealed class HerdTests
{
    private const int Size = 1000;
    private const int Most = Size / 20;

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    [InlineData(90_000)]
    [InlineData(3_600_000)]
    public void A_fleet_that_loses_its_broker_comes_back_spread_out(long outageMs)
    {
        var fleet = new SimulatedFleet(Size);
        fleet.Run(400_000, true);
        Assert.True(fleet.IsUp);
        fleet.LoseBroker();
        Assert.False(fleet.IsUp);
        if (outageMs > 0)
        {
            Assert.InRange(fleet.Run(outageMs, false), 1, Most);
        }

        int peak = fleet.Run(700_000, true);
        Assert.True(fleet.IsUp);
        Assert.InRange(peak, 1, Most);
    }

    [Fact]
    public void A_county_whose_power_returns_starts_spread_out()
    {
        Assert.InRange(new SimulatedFleet(Size).Run(120_000, true), 1, Most);
    }
}
