using System.Linq;
using Xunit;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Host.Collector;

public class TimeAndNamesTests
{
    private const string Times = "SELECT DISTINCT utc, timeQuality FROM reading_view ORDER BY epoch, seq";

    [Fact]
    public void Readings_before_an_anchor_are_resolved_by_it_and_readings_behind_it_are_exact()
    {
        var gateway = Started();
        gateway.Scans(2);
        gateway.Anchor("2026-03-01T08:02:00Z");
        gateway.Scan();
        using var platform = new Platform(gateway);

        platform.Take(gateway, gateway.Messages());

        Assert.Equal(
            [
                "2026-03-01T08:00:00.000Z|anchored",
                "2026-03-01T08:01:00.000Z|anchored",
                "2026-03-01T08:02:00.000Z|exact",
            ],
            platform.Rows(Times));
    }

    [Fact]
    public void The_anchor_may_come_in_a_later_message()
    {
        var gateway = Started();
        gateway.Scans(5);
        gateway.Anchor("2026-03-01T08:05:00Z");
        gateway.Scans(5);
        using var platform = new Platform(gateway);
        var pages = gateway.Pages();

        platform.Take(gateway, pages[..2]);
        Assert.Equal(["null|unknown"], platform.Rows(Times));
        Assert.Contains("boot 1 day 0", platform.Ledger.Days.Select(day => day.Day));

        platform.Take(gateway, pages);
        Assert.Equal("2026-03-01T08:00:00.000Z|anchored", platform.Rows(Times)[0]);
        Assert.Equal(["2026-03-01"], platform.Ledger.Days.Select(day => day.Day));
    }

    [Fact]
    public void A_page_that_knows_its_time_resolves_its_boot_though_the_anchor_is_missing()
    {
        var gateway = Started();
        gateway.Scans(5);
        var anchor = gateway.Anchor("2026-03-01T08:05:00Z");
        gateway.Scans(10);
        using var platform = new Platform(gateway);

        platform.Take(gateway,
            gateway.Pages().Where(page => Runs.Range(page) is var (first, last) && (first > anchor || last < anchor)));

        Assert.Equal("2026-03-01T08:00:00.000Z|anchored", platform.Rows(Times)[0]);
        Assert.EndsWith("exact", platform.Rows(Times)[^1]);
    }

    [Fact]
    public void An_anchor_says_nothing_about_another_boot()
    {
        var gateway = Started();
        gateway.Scans(5);
        gateway.Reboot();
        gateway.Scan();
        gateway.Anchor("2026-03-01T08:05:00Z");
        using var platform = new Platform(gateway);

        platform.Take(gateway, gateway.Messages());

        Assert.Equal(["null|unknown", "2026-03-01T08:04:00.000Z|anchored"], platform.Rows(Times));
    }

    [Fact]
    public void A_clock_that_is_corrected_resolves_what_came_before_by_the_first_anchor_behind_it()
    {
        var gateway = Started();
        gateway.Scan();
        gateway.Anchor("2026-03-01T08:01:00Z");
        gateway.Scan();
        gateway.Anchor("2026-03-01T09:02:00Z");
        gateway.Scan();
        using var platform = new Platform(gateway);

        platform.Take(gateway, gateway.Messages());

        Assert.Equal(
            [
                "2026-03-01T08:00:00.000Z|anchored",
                "2026-03-01T08:01:00.000Z|exact",
                "2026-03-01T09:02:00.000Z|exact",
            ],
            platform.Rows(Times));
    }

    [Fact]
    public void Names_units_and_values_appear_when_the_channel_set_comes()
    {
        var gateway = Started();
        var scan = gateway.Scan(-5);
        gateway.Scans(30);
        using var platform = new Platform(gateway);
        var pages = gateway.Pages();
        const string First = "SELECT name, value, unit, raw FROM reading_view WHERE raw = -5";

        platform.Take(gateway, pages.Where(page => Runs.Range(page) is var (first, last) && first <= scan && last >= scan));
        platform.Rows("DELETE FROM channels");
        Assert.Equal(["channel-0|null|null|-5"], platform.Rows(First));

        platform.Take(gateway, pages);
        Assert.Equal(["air_temperature|-0.05|Cel|-5"], platform.Rows(First));
    }

    [Fact]
    public void Extreme_values_keep_every_digit()
    {
        var gateway = Started();
        gateway.Scan(int.MinValue);
        gateway.Scan(int.MaxValue);
        gateway.Scan(5);
        using var platform = new Platform(gateway);

        platform.Take(gateway, gateway.Messages());

        Assert.Equal(
            ["-21474836.48", "21474836.47", "0.05"],
            platform.Rows("SELECT value FROM reading_view WHERE channel = 0 ORDER BY seq"));
    }

    [Fact]
    public void Boots_and_incidents_are_facts_of_their_own()
    {
        var gateway = Started();
        var begin = gateway.Incident(new IncidentBody { Cause = 7, FirstSequence = 3 });
        gateway.Scans(5);
        var end = gateway.Incident(new IncidentBody
        {
            IsEnd = true, Cause = 7, BeginSequence = begin, DurationSeconds = 300, FirstSequence = begin + 1,
            LastSequence = begin + 5,
        });
        gateway.Reboot();
        using var platform = new Platform(gateway);

        // The end comes before the beginning.
        var pages = gateway.Pages();
        pages.Reverse();
        platform.Take(gateway, pages);

        Assert.Equal(
            [$"{begin}|7|{end}|300|{begin + 1}|{begin + 5}|0|300"],
            platform.Rows(
                """
                SELECT begin_seq, cause, end_seq, duration_s, first_seq, last_seq, begin_uptime_s, end_uptime_s FROM incidents
                """));
        Assert.Equal(["1|0|0.1.0", "2|1|0.1.0"], platform.Rows("SELECT boot, previous_stop, firmware FROM boots ORDER BY boot"));
    }

    [Fact]
    public void Thinned_statistics_are_kept()
    {
        var gateway = Started();
        gateway.Scans(5);
        var body = new ThinnedBody { FirstSequence = 3, LastSequence = 5, Boot = 1, StartSeconds = 0, EndSeconds = 180,
            ChannelCount = 2 };
        (body.Counts[0], body.Minima[0], body.Maxima[0], body.Means[0]) = (3, -2, 9, 4);
        gateway.Thinned(body);
        using var platform = new Platform(gateway);

        platform.Take(gateway, gateway.Messages());

        Assert.Equal(
            ["0|3|-2|9|4", "1|0|null|null|null"], platform.Rows("SELECT channel, count, minimum, maximum, mean FROM thinned"));
    }

    private static TestGateway Started()
    {
        var gateway = new TestGateway();
        gateway.Boot(StopCause.FirstBoot);
        return gateway;
    }
}
