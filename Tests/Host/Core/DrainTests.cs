using Xunit;
using ZhiSan.Edge.Bench.Uplink;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Core;

/// <summary>The way back after an outage, at 50 ms round trip and 10 KB/s.</summary>
public sealed class DrainTests
{
    private const int TwoMonthsOfMinutes = 60 * 1440;

    [Fact]
    public void A_backlog_of_two_months_drains_in_less_than_a_minute_and_nothing_is_sent_twice()
    {
        SimulatedLine line = Returned(TwoMonthsOfMinutes);
        long since = line.NowMs;
        line.Gateway.Drain(since);
        while (!line.Gateway.IsDrained && line.NowMs - since < 120_000)
        {
            line.Advance(100);
        }

        Assert.True(line.PageBytes > 150_000, $"{line.PageBytes} bytes of pages");
        Assert.True(line.NowMs - since < 60_000, $"{line.NowMs - since} ms, {line.PageMessages} messages, {line.Platform} of {line.Journal.Watermarks.Appended} {line.Journal.Watermarks.Acked} {line.Gateway.Link} {line.Gateway.Counters.Resends} {line.Rows}");
        Assert.InRange(line.PageMessages, 40, 100);
        Assert.True(line.IsComplete);
        Assert.Equal(0, line.Duplicates);
    }

    [Fact]
    public void A_preview_is_never_delayed_by_more_than_two_seconds_while_a_backlog_drains()
    {
        SimulatedLine line = Returned(TwoMonthsOfMinutes);
        while (line.Platform < TwoMonthsOfMinutes / 2)
        {
            line.TakeScans(1, 1000);
        }

        Assert.True(line.Lives > 5);
        Assert.InRange(line.LiveDelayMsMax, 1, 2000);
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(600)]
    public void A_backlog_gets_half_of_a_tight_budget_at_least_while_previews_want_more_than_all_of_it(int bytesPerSecond)
    {
        var options = Names();
        options.BytesPerSecond = bytesPerSecond;
        SimulatedLine line = Returned(TwoMonthsOfMinutes / 4, options);
        line.BytesPerSecond = 100_000;
        line.TakeScans(200, 100);
        long pages = line.PageBytes;
        long lives = line.LiveBytes;
        long since = line.NowMs;
        while (line.Platform < TwoMonthsOfMinutes / 8)
        {
            line.TakeScans(10, 100);
        }

        double budget = (line.NowMs - since) / 1000.0 * bytesPerSecond;
        Assert.True(line.PageBytes - pages >= 0.5 * budget * 0.97, $"pages {line.PageBytes - pages} of {budget}");
        Assert.True(line.LiveBytes - lives > 0.25 * budget, $"previews {line.LiveBytes - lives} of {budget}");
        Assert.True(line.PageBytes - pages + line.LiveBytes - lives <= (1.02 * budget) + 4096);
    }

    [Fact]
    public void Thirty_days_offline_come_back_whole_and_in_order_in_both_modes()
    {
        foreach (bool byBroker in new[] { false, true })
        {
            GatewayOptions options = Names();
            options.AckedByBroker = byBroker;
            SimulatedLine line = Returned(30 * 1440, options);
            line.Gateway.Drain(line.NowMs);
            line.Advance(60_000);
            Assert.True(line.Gateway.IsDrained);
            Assert.True(line.IsComplete);
            Assert.True(line.Rows > 30 * 1440);
            Assert.Equal(0, line.Duplicates);
        }
    }

    [Fact]
    public void Fifty_power_cuts_during_the_drain_lose_nothing()
    {
        SimulatedLine line = Returned(30 * 1440);
        for (int cut = 0; cut < 50; cut++)
        {
            line.Advance(300 + (cut * 37 % 900));
            line.Start();
            line.ConnectNow();
        }

        line.Gateway.Drain(line.NowMs);
        line.Advance(120_000);
        Assert.True(line.Gateway.IsDrained, $"{line.Platform} {line.Rows} {line.Journal.Watermarks.Acked} {line.Journal.Watermarks.Sent} {line.Journal.Watermarks.Appended} {line.Gateway.Link} {line.PageMessages}");
        Assert.True(line.IsComplete);
        Assert.Equal(0, line.Journal.Watermarks.Appended - line.Rows);
    }

    [Fact]
    public void Connections_that_break_with_messages_in_them_lose_nothing()
    {
        SimulatedLine line = Returned(20 * 1440);
        var random = new System.Random(3);
        for (int i = 0; i < 40; i++)
        {
            bool broken = false;
            line.Drops = () => broken |= random.Next(6) == 0;
            line.Advance(random.Next(500, 6000));
            line.Gateway.LinkDown(line.NowMs, IncidentCause.Broker);
            line.Drops = () => false;
            line.ConnectNow();
        }

        line.Gateway.Drain(line.NowMs);
        line.Advance(120_000);
        Assert.True(line.Gateway.IsDrained);
        Assert.True(line.IsComplete);
    }

    private static GatewayOptions Names() => new() { Site = "yunwu", Gateway = "gw1", ReconnectMinMs = 2000 };

    private static SimulatedLine Returned(int minutes, GatewayOptions? options = null)
    {
        var line = new SimulatedLine(new MemoryStore(), options ?? Names());
        line.TakeScans(minutes, 60_000);
        line.ConnectNow();
        return line;
    }
}
