using System;
using System.Linq;
using System.Text.Json;
using Xunit;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Collector;

public class LedgerTests
{
    [Fact]
    public void Every_slot_of_every_day_adds_up()
    {
        var gateway = Started("2026-03-01T23:50:00Z");
        gateway.Scans(30);

        using var platform = Delivered(gateway);

        Assert.Equal(
            [("2026-03-01", 10L, 10L), ("2026-03-02", 20L, 20L)],
            platform.Ledger.Days.Select(day => (day.Day, day.Expected, day.Delivered)));
        AssertAddsUp(platform.Ledger);
        Assert.True(platform.Ledger.Complete);
    }

    [Fact]
    public void A_power_cut_between_two_scans_is_time_not_sampled_and_power_is_the_cause()
    {
        var gateway = Started("2026-03-01T08:00:00Z");
        gateway.Scans(10);
        gateway.Reboot(StopCause.Power);
        gateway.Anchor("2026-03-01T09:00:00Z");
        gateway.Scans(10);

        using var platform = Delivered(gateway);

        var gap = Assert.Single(platform.Ledger.Gaps);
        Assert.Equal((GapKind.NotSampled, "power", 50L), (gap.Kind, gap.Cause, gap.Count));
        Assert.Equal(("2026-03-01T08:09:00Z", "2026-03-01T09:00:00Z"), (gap.Since, gap.Until));
        Assert.Null(gap.FirstSequence);
        Assert.Equal((70L, 20L, 50L, 0L), Sums(platform.Ledger));
        Assert.True(platform.Ledger.Complete);
    }

    [Fact]
    public void A_long_outage_is_laid_over_its_days()
    {
        var gateway = Started("2026-03-01T23:58:00Z");
        gateway.Scans(2);
        gateway.Reboot(StopCause.Power);
        gateway.Anchor("2026-03-04T00:00:00Z");
        gateway.Scans(2);

        using var platform = Delivered(gateway);

        Assert.Equal(
            [("2026-03-01", 2L, 0L), ("2026-03-02", 1440L, 1440L), ("2026-03-03", 1440L, 1440L), ("2026-03-04", 2L, 0L)],
            platform.Ledger.Days.Select(day => (day.Day, day.Expected, day.NotSampled)));
    }

    [Theory]
    [InlineData(StopCause.Power, "power")]
    [InlineData(StopCause.Panic, "crash")]
    [InlineData(StopCause.Clean, "command")]
    [InlineData((byte)77, "unknown")]
    public void The_cause_of_a_standstill_is_what_ended_the_run_before(byte stop, string cause)
    {
        var gateway = Started("2026-03-01T08:00:00Z");
        gateway.Scans(2);
        gateway.Reboot(stop);
        gateway.Anchor("2026-03-01T08:10:00Z");
        gateway.Scans(2);

        using var platform = Delivered(gateway);

        var gap = Assert.Single(platform.Ledger.Gaps);
        Assert.Equal((cause, 8L), (gap.Cause, gap.Count));
    }

    [Fact]
    public void Scans_left_out_without_a_reboot_have_no_known_cause()
    {
        var gateway = Started("2026-03-01T08:00:00Z");
        gateway.Scans(2);
        gateway.UptimeSeconds += (3 * TestGateway.PeriodSeconds) - 5;
        gateway.Scans(2);

        using var platform = Delivered(gateway);

        var gap = Assert.Single(platform.Ledger.Gaps);
        Assert.Equal((GapKind.NotSampled, "unknown", 3L), (gap.Kind, gap.Cause, gap.Count));
    }

    [Fact]
    public void A_beat_that_wavers_leaves_no_gap()
    {
        var gateway = Started("2026-03-01T08:00:00Z");
        for (var i = 0; i < 50; i++)
        {
            gateway.UptimeSeconds += i % 3 == 0 ? 20 : i % 3 == 1 ? -20 : 0;
            gateway.Scan();
        }

        using var platform = Delivered(gateway);

        Assert.Empty(platform.Ledger.Gaps);
    }

    [Fact]
    public void A_standstill_of_unknown_length_is_a_row_that_says_so()
    {
        var gateway = Started(null);
        gateway.Scans(3);
        gateway.Reboot(StopCause.Power);
        gateway.Scans(3);

        using var platform = Delivered(gateway);

        var gap = Assert.Single(platform.Ledger.Gaps);
        Assert.Equal((GapKind.NotSampled, "power", 0L), (gap.Kind, gap.Cause, gap.Count));
        Assert.Equal(("boot 1 +120 s", "boot 2 +0 s"), (gap.Since, gap.Until));
        Assert.Equal(["boot 1 day 0", "boot 2 day 0"], platform.Ledger.Days.Select(day => day.Day));
    }

    [Fact]
    public void A_write_that_the_power_tore_is_interrupted_and_not_lost()
    {
        // Given a recovery that found unreadable bytes behind the newest row: three numbers may have been in them.
        var gateway = Started("2026-03-01T08:00:00Z");
        gateway.Scans(7);
        gateway.Reboot(StopCause.Power);
        gateway.Lose(3, LossCause.TornWrite);
        gateway.Anchor("2026-03-01T08:08:00Z");
        gateway.Scans(5);

        using var platform = Delivered(gateway);

        var report = platform.Ledger;
        var torn = Assert.Single(report.Gaps);
        Assert.Equal((GapKind.Interrupted, "power", 1L), (torn.Kind, torn.Cause, torn.Count));
        Assert.Equal(2, torn.LastSequence - torn.FirstSequence);
        Assert.Equal((13L, 12L, 1L, 0L), Sums(report));
        Assert.Equal(1, report.Totals.Interrupted);
        AssertAddsUp(report);
        Assert.True(report.Complete);
    }

    [Fact]
    public void What_was_told_lost_and_comes_all_the_same_is_delivered()
    {
        // Given a write that the flash called failed, and did: the start behind the tombstone finds the rows.
        var gateway = Started("2026-03-01T08:00:00Z");
        gateway.Scans(10);
        gateway.Journal.DeclareLost(5, 7, LossCause.StorageFailed, gateway.UptimeSeconds);
        gateway.Scans(5);

        using var platform = Delivered(gateway);

        var report = platform.Ledger;
        Assert.Equal(0, report.Totals.Lost + report.Totals.Unaccounted);
        Assert.Equal(gateway.Durable, report.Totals.Records);
        AssertAddsUp(report);
        Assert.True(report.Complete);
    }

    [Fact]
    public void A_hole_that_the_gateway_no_longer_holds_is_unaccounted()
    {
        var gateway = Started("2026-03-01T08:00:00Z");
        gateway.Scans(40);
        var pages = gateway.Pages();
        var (first, last) = Runs.Range(pages[2]);
        var header = Runs.HeaderOf(pages[3]);
        header.HeldFrom = header.FirstSequence;
        using var platform = new Platform(gateway);
        platform.Take(gateway, pages[..2]);
        platform.Take(gateway, Runs.Join(header, pages[3][RunHeader.Bytes..]));
        platform.Take(gateway, pages[4..]);

        var report = platform.Ledger;

        var gap = Assert.Single(report.Gaps);
        Assert.Equal((GapKind.Unaccounted, first, last), (gap.Kind, gap.FirstSequence, gap.LastSequence));
        Assert.Equal(last - first + 1, report.Totals.Unaccounted);
        AssertAddsUp(report);
        Assert.False(report.Complete);
        Assert.Contains("unaccounted", Assert.Single(report.Reasons));

        // Its tombstone makes it lost; the page itself makes it whole.
        platform.Take(gateway, pages[2]);
        Assert.True(platform.Ledger.Complete);
    }

    [Fact]
    public void What_the_heartbeat_says_is_durable_and_is_not_here_is_pending()
    {
        var gateway = Started("2026-03-01T08:00:00Z");
        gateway.Scans(40);
        var pages = gateway.Pages();
        using var platform = new Platform(gateway);
        platform.Take(gateway, pages[0]);
        Assert.True(platform.Ledger.Complete);
        Assert.False(platform.Ledger.Gateways[0].PendingKnown);

        platform.TakeHeartbeat(gateway);

        var report = platform.Ledger;
        var gap = Assert.Single(report.Gaps);
        Assert.Equal((GapKind.Pending, Runs.Range(pages[0]).Last + 1, gateway.Durable),
            (gap.Kind, gap.FirstSequence, gap.LastSequence));
        Assert.Equal(gap.Count, report.Totals.Pending);
        Assert.True(report.Gateways[0].PendingKnown);
        Assert.False(report.Complete);

        platform.Take(gateway, pages);
        Assert.True(platform.Ledger.Complete);
    }

    [Fact]
    public void A_gateway_of_which_only_a_heartbeat_came_is_pending()
    {
        var gateway = Started("2026-03-01T08:00:00Z");
        gateway.Scans(10);
        using var platform = new Platform(gateway);
        platform.TakeHeartbeat(gateway);

        var report = platform.Ledger;

        Assert.Equal(gateway.Durable, report.Totals.Pending);
        Assert.False(report.Gateways[0].Heard);
        Assert.False(report.Complete);
    }

    [Fact]
    public void What_was_pending_when_the_journal_was_formatted_is_unaccounted()
    {
        var before = Started("2026-03-01T08:00:00Z");
        before.Scans(20);
        var after = new TestGateway(epoch: 0xE2);
        after.Boot(StopCause.FirstBoot);
        after.Scans(5);
        using var platform = new Platform(before);
        platform.Take(before, before.Pages()[0]);
        platform.TakeHeartbeat(before);
        platform.Take(before, after.Messages());
        platform.TakeHeartbeat(after);

        var report = platform.Ledger;

        var gap = Assert.Single(report.Gaps, gap => gap.Count > 0);
        Assert.Equal((GapKind.Unaccounted, before.Journal.Epoch, before.Durable), (gap.Kind, gap.Epoch, gap.LastSequence));
    }

    [Fact]
    public void Thinned_numbers_are_thinned_even_where_a_tombstone_covers_them_too()
    {
        var gateway = Started("2026-03-01T08:00:00Z");
        gateway.Scans(40);
        var (first, last) = Runs.Range(gateway.Pages()[2]);
        gateway.Journal.DeclareLost(first, last, LossCause.RingFull, gateway.UptimeSeconds);
        gateway.Thinned(new ThinnedBody { FirstSequence = first, LastSequence = last - 1, Boot = 1 });
        using var platform = new Platform(gateway);
        platform.Take(gateway, gateway.Pages().Where(page => Runs.Range(page).First != first));

        var report = platform.Ledger;

        Assert.Equal(
            [(GapKind.Thinned, first, last - 1), (GapKind.Lost, last, last)],
            report.Gaps.Select(gap => (gap.Kind, gap.FirstSequence!.Value, gap.LastSequence!.Value)));
        Assert.Equal((last - first, 1L), (report.Totals.Thinned, report.Totals.Lost));
        AssertAddsUp(report);
    }

    [Fact]
    public void An_empty_database_is_not_complete()
    {
        using var platform = new Platform();
        Assert.False(platform.Ledger.Complete);
        Assert.Equal(["nothing has been delivered yet"], platform.Ledger.Reasons);
    }

    [Fact]
    public void The_report_is_json_with_stable_names()
    {
        var gateway = Started("2026-03-01T08:00:00Z");
        gateway.Scans(20);
        using var platform = new Platform(gateway);
        platform.Take(gateway, gateway.Pages().Where((_, i) => i != 1));

        using var json = JsonDocument.Parse(platform.Ledger.ToJson());

        var root = json.RootElement;
        Assert.False(root.GetProperty("complete").GetBoolean());
        Assert.True(root.GetProperty("chainVerified").GetBoolean());
        Assert.True(root.GetProperty("totals").GetProperty("pending").GetInt64() > 0);
        var gap = root.GetProperty("gaps")[0];
        Assert.Equal("pending", gap.GetProperty("kind").GetString());
        Assert.All(["site", "gateway", "epoch", "firstSequence", "lastSequence", "count", "cause", "since", "until"],
            name => Assert.True(gap.TryGetProperty(name, out _), name));
    }

    [Fact]
    public void Any_selection_of_pages_adds_up()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var gateway = Started("2026-03-01T20:00:00Z");
            for (var step = 0; step < 12; step++)
            {
                gateway.Scans(random.Next(1, 40));
                if (random.Next(3) == 0)
                {
                    var utc = DateTimeOffset.UnixEpoch.AddMilliseconds(TestGateway.Ms("2026-03-02T00:00:00Z")).AddHours(
                        step + random.NextDouble());
                    gateway.Reboot(random.Next(2) == 0 ? StopCause.Power : StopCause.Clean);
                    gateway.Anchor(utc.ToString("yyyy-MM-ddTHH:mm:ssZ"));
                }
            }

            using var platform = new Platform(gateway);
            platform.Take(gateway, gateway.Pages().Where((_, i) => i == 0 || random.Next(4) != 0));
            platform.TakeHeartbeat(gateway);

            AssertAddsUp(platform.Ledger);
            Assert.Equal(gateway.Durable, platform.Ledger.Totals.Records + platform.Ledger.Totals.Pending);
        }
    }

    private static (long Expected, long Delivered, long NotSampled, long Lost) Sums(LedgerReport report) =>
        (report.Totals.Expected, report.Totals.Delivered, report.Totals.NotSampled, report.Totals.Lost);

    private static void AssertAddsUp(LedgerReport report)
    {
        var totals = report.Totals;
        Assert.Equal(
            totals.Expected,
            totals.Delivered + totals.Pending + totals.Thinned + totals.Lost + totals.Unaccounted + totals.NotSampled);
        Assert.Equal(totals.Expected, report.Days.Sum(day => day.Expected));
        Assert.Equal(totals.Delivered, report.Days.Sum(day => day.Delivered));
        Assert.Equal(totals.Pending, report.Days.Sum(day => day.Pending));
        Assert.Equal(totals.Lost, report.Days.Sum(day => day.Lost));
        Assert.Equal(totals.NotSampled, report.Days.Sum(day => day.NotSampled));
        Assert.All(report.Days, day => Assert.Equal(
            day.Expected, day.Delivered + day.Pending + day.Thinned + day.Lost + day.Unaccounted + day.NotSampled));
        Assert.Equal(totals.NotSampled,
            report.Gaps.Where(gap => gap.Kind is GapKind.NotSampled or GapKind.Interrupted).Sum(gap => gap.Count));
    }

    private static TestGateway Started(string? utc)
    {
        var gateway = new TestGateway();
        gateway.Boot(StopCause.FirstBoot);
        if (utc is not null)
        {
            gateway.Anchor(utc);
        }

        return gateway;
    }

    private static Platform Delivered(TestGateway gateway)
    {
        var platform = new Platform(gateway);
        Assert.Empty(platform.Take(gateway, gateway.Messages()).Rejections);
        platform.TakeHeartbeat(gateway);
        return platform;
    }
}
