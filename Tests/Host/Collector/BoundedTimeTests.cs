using System.Linq;
using Xunit;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Host.Collector;

/// <summary>Boots that never learned UTC lie between those that did.</summary>
public class BoundedTimeTests
{
    private const string Sql = """
        SELECT DISTINCT boot, timeQuality, strftime('%d %H:%M', utc_earliest_ms / 1000, 'unixepoch'),
            strftime('%d %H:%M', utc_latest_ms / 1000, 'unixepoch'), substr(utc, 9, 8) FROM record_view
        WHERE kind = 0 ORDER BY epoch, seq
        """;

    [Fact]
    public void Two_boots_without_a_clock_are_bounded_by_their_neighbours_and_by_each_other()
    {
        // Boot 1 ends at 08:10; boot 4 begins at 10:00; boots 2 and 3 ran 20 and 30 minutes somewhere between.
        var gateway = Started("2026-03-01T08:00:00Z", scans: 11);
        Rebooted(gateway, null, scans: 21);
        Rebooted(gateway, null, scans: 31);
        Rebooted(gateway, "2026-03-01T10:00:00Z", scans: 1);
        using var platform = new Platform(gateway);
        platform.Take(gateway, gateway.Messages());

        var rows = platform.Rows(Sql);

        Assert.Equal("1|exact|01 08:00|01 08:00|01T08:00", rows[0]);
        Assert.Equal("2|bounded|01 08:10|01 09:10|01T08:40", rows[11]);
        Assert.Equal("2|bounded|01 08:30|01 09:30|01T09:00", rows[31]);
        Assert.Equal("3|bounded|01 08:30|01 09:30|01T09:00", rows[32]);
        Assert.Equal("3|bounded|01 09:00|01 10:00|01T09:30", rows[62]);
        Assert.Equal("4|exact|01 10:00|01 10:00|01T10:00", rows[63]);
    }

    [Fact]
    public void The_order_of_arrival_does_not_matter()
    {
        var gateway = Started("2026-03-01T08:00:00Z", scans: 11);
        Rebooted(gateway, null, scans: 21);
        Rebooted(gateway, null, scans: 31);
        Rebooted(gateway, "2026-03-01T10:00:00Z", scans: 1);
        var pages = gateway.Pages();
        using var forwards = new Platform(gateway);
        using var backwards = new Platform(gateway);
        forwards.Take(gateway, pages);
        backwards.Take(gateway, pages.AsEnumerable().Reverse());

        Assert.Equal(forwards.Rows(Sql), backwards.Rows(Sql));
    }

    [Fact]
    public void A_later_anchor_of_the_boot_makes_it_exact_and_narrows_its_neighbours()
    {
        var gateway = Started("2026-03-01T08:00:00Z", scans: 11);
        Rebooted(gateway, null, scans: 21);
        Rebooted(gateway, null, scans: 10);
        gateway.Anchor("2026-03-01T09:00:00Z");
        gateway.Scan();
        using var platform = new Platform(gateway);
        platform.Take(gateway, gateway.Messages());

        // Boot 3 began at 08:50, so that boot 2 with its 20 minutes began between 08:10 and 08:30.
        Assert.Equal("2|bounded|01 08:10|01 08:30|01T08:20", platform.Rows(Sql)[11]);
        Assert.Equal("3|anchored|01 08:50|01 08:50|01T08:50", platform.Rows(Sql)[32]);
        Assert.Equal("3|exact|01 09:00|01 09:00|01T09:00", platform.Rows(Sql)[42]);
    }

    [Fact]
    public void Without_a_neighbour_on_both_sides_and_with_clocks_that_contradict_each_other_nothing_is_claimed()
    {
        var first = Started(null, scans: 2);
        Rebooted(first, "2026-03-01T10:00:00Z", scans: 1);
        Rebooted(first, null, scans: 2);
        Rebooted(first, "2026-03-01T09:00:00Z", scans: 1);
        using var platform = new Platform(first);
        platform.Take(first, first.Messages());

        Assert.Equal(["unknown", "exact", "unknown", "exact"], platform.Rows(Sql).Select(row => row.Split('|')[1]));
    }

    [Fact]
    public void Bounded_times_count_the_slots_between_boots()
    {
        var gateway = Started("2026-03-01T08:00:00Z", scans: 11);
        Rebooted(gateway, null, scans: 21);
        Rebooted(gateway, "2026-03-01T10:00:00Z", scans: 1);
        using var platform = new Platform(gateway);
        platform.Take(gateway, gateway.Messages());

        // 110 minutes from the last scan of boot 1 to the first of boot 3; 21 scans, so 88 slots of a minute are empty.
        Assert.Equal(88, platform.Ledger.Totals.NotSampled);
    }

    [Theory]
    [InlineData("2026-03-01T08:10:00Z", "0|drift")]
    [InlineData("2026-03-01T08:10:01Z", "1666|drift")]
    [InlineData("2026-03-02T08:10:00Z", "144000000|step")]
    [InlineData("2026-02-28T08:10:00Z", "-144000000|step")]
    public void Between_two_anchors_the_clock_drifts_or_was_stepped(string second, string verdict)
    {
        var gateway = Started("2026-03-01T08:00:00Z", scans: 10);
        gateway.Anchor(second);
        gateway.Scans(2);
        using var platform = new Platform(gateway);
        platform.Take(gateway, gateway.Messages());

        Assert.Equal(["null|first", verdict], platform.Rows("SELECT ppm, kind FROM clock_view ORDER BY seq"));
        Assert.All(platform.Rows(Sql), row => Assert.Equal("exact", row.Split('|')[1]));
        Assert.Equal(0, platform.Ledger.Totals.NotSampled);
    }

    private static TestGateway Started(string? utc, int scans)
    {
        var gateway = new TestGateway();
        gateway.Boot(StopCause.FirstBoot);
        if (utc is not null)
        {
            gateway.Anchor(utc);
        }

        gateway.Scans(scans);
        return gateway;
    }

    private static void Rebooted(TestGateway gateway, string? utc, int scans)
    {
        gateway.Reboot();
        if (utc is not null)
        {
            gateway.Anchor(utc);
        }

        gateway.Scans(scans);
    }
}
