using System.Linq;
using Xunit;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Collector;

public class PageIngestTests
{
    [Fact]
    public void A_complete_stream_is_stored_exactly_and_acknowledged_to_its_end()
    {
        var gateway = Started();
        gateway.Anchor("2026-03-01T08:00:00Z");
        var first = gateway.Scan(-7);
        gateway.Scan(2318);
        gateway.Scan(0, quality: 7);
        gateway.Scans(400);
        using var platform = new Platform(gateway);

        var result = platform.Take(gateway, gateway.Messages());

        Assert.Equal(new AckMessage(gateway.Id, gateway.Journal.Epoch, gateway.Durable), result.Ack);
        Assert.Equal(gateway.Durable, platform.Count("records"));
        Assert.Equal(403 * 2, platform.Count("readings"));
        Assert.Equal(
            [
                "yunwu|gw1|air_temperature|-0.07|Cel|0|2026-03-01T08:00:00.000Z|exact",
                "yunwu|gw1|air_humidity|60|%RH|0|2026-03-01T08:00:00.000Z|exact",
                "yunwu|gw1|air_temperature|23.18|Cel|0|2026-03-01T08:01:00.000Z|exact",
                "yunwu|gw1|air_humidity|60|%RH|0|2026-03-01T08:01:00.000Z|exact",
                "yunwu|gw1|air_temperature|null|Cel|7|2026-03-01T08:02:00.000Z|exact",
            ],
            platform.Rows(
                $"""
                SELECT site, gateway, name, value, unit, quality, utc, timeQuality FROM reading_view WHERE seq >= {first} LIMIT 5
                """));
        Assert.True(platform.Ledger.Complete);
    }

    [Fact]
    public void Every_message_twice_gives_every_record_once()
    {
        var gateway = Started();
        gateway.Scans(100);
        using var platform = new Platform(gateway);
        var messages = gateway.Messages();

        var first = platform.Take(gateway, messages);
        var second = messages.Select(message => platform.Ingest.Ingest(gateway.Id, message)).ToList();

        Assert.All(second, result => Assert.Equal((0, 0), (result.Records, result.Rejections.Count)));
        Assert.Equal(gateway.Durable, second.Sum(result => result.Duplicates));
        Assert.Equal(first.Ack, second[^1].Ack);
        Assert.Equal(gateway.Durable, platform.Count("records"));
        Assert.Equal(gateway.Durable, platform.Ledger.Totals.Duplicates);
        Assert.True(platform.Ledger.Complete);
    }

    [Fact]
    public void Pages_in_any_order_end_in_the_same_place_and_the_watermark_never_goes_back()
    {
        var gateway = Started();
        gateway.Scans(60);
        using var platform = new Platform(gateway);
        var pages = gateway.Pages();
        pages.Reverse();

        var through = 0L;
        foreach (var page in pages)
        {
            var result = platform.Ingest.Ingest(gateway.Id, page);
            Assert.Empty(result.Rejections);
            Assert.True((result.Ack?.Through ?? 0) >= through);
            through = result.Ack?.Through ?? 0;
        }

        Assert.True(pages.Count > 5);
        Assert.Equal(gateway.Durable, through);
        Assert.True(platform.Ledger.Complete);
    }

    [Fact]
    public void A_missing_first_page_is_answered_with_zero_so_that_the_gateway_goes_on_to_the_record_that_explains_it()
    {
        var gateway = Started();
        gateway.Scans(60);
        using var platform = new Platform(gateway);
        var pages = gateway.Pages();

        var answer = new AckMessage(gateway.Id, gateway.Journal.Epoch, 0);
        Assert.Equal(answer, platform.Ingest.Ingest(gateway.Id, pages[1]).Ack);
        Assert.Equal(answer, platform.Ingest.Ingest(gateway.Id, pages[1]).Ack);
        Assert.Equal([answer], platform.Store.ReadAcks());
    }

    [Fact]
    public void A_missing_page_holds_the_watermark_until_it_comes()
    {
        var gateway = Started();
        gateway.Scans(60);
        using var platform = new Platform(gateway);
        var pages = gateway.Pages();
        var missing = pages[3];

        var held = platform.Take(gateway, pages.Where(page => page != missing));
        var (first, last) = Runs.Range(missing);

        Assert.Equal(first - 1, held.Ack!.Through);
        var gap = Assert.Single(platform.Ledger.Gaps);
        Assert.Equal((GapKind.Pending, first, last), (gap.Kind, gap.FirstSequence, gap.LastSequence));
        Assert.False(platform.Ledger.Complete);

        Assert.Equal(gateway.Durable, platform.Take(gateway, missing).Ack!.Through);
        Assert.Empty(platform.Ledger.Gaps);
        Assert.True(platform.Ledger.Complete);
    }

    [Fact]
    public void The_watermark_passes_over_a_range_that_a_lost_record_accounts_for()
    {
        var gateway = Started();
        gateway.Scans(60);
        var pages = gateway.Pages();
        var (first, last) = Runs.Range(pages[3]);
        gateway.Journal.DeclareLost(first, last, LossCause.Damaged, gateway.UptimeSeconds);
        using var platform = new Platform(gateway);

        var result = platform.Take(gateway, gateway.Pages().Where(page => Runs.Range(page).First != first));

        Assert.Equal(gateway.Durable, result.Ack!.Through);
        var gap = Assert.Single(platform.Ledger.Gaps);
        Assert.Equal((GapKind.Lost, "damaged", first, last), (gap.Kind, gap.Cause, gap.FirstSequence, gap.LastSequence));
        Assert.False(platform.Ledger.Complete);
    }

    [Fact]
    public void A_lost_range_behind_a_hole_does_not_carry_the_watermark_over_the_hole()
    {
        var gateway = Started();
        gateway.Scans(60);
        var (hole, _) = Runs.Range(gateway.Pages()[3]);
        var (first, last) = Runs.Range(gateway.Pages()[5]);
        gateway.Journal.DeclareLost(first, last, LossCause.Damaged, gateway.UptimeSeconds);
        using var platform = new Platform(gateway);

        var result = platform.Take(gateway,
            gateway.Pages().Where(page => Runs.Range(page).First != hole && Runs.Range(page).First != first));

        Assert.Equal(hole - 1, result.Ack!.Through);
    }

    [Fact]
    public void A_lost_record_that_claims_the_future_does_not_move_the_watermark()
    {
        var gateway = Started();
        gateway.Journal.DeclareLost(1000, 1L << 50, LossCause.Damaged, gateway.UptimeSeconds);
        gateway.Scan();
        using var platform = new Platform(gateway);

        var result = platform.Take(gateway, gateway.Messages());

        Assert.Equal(gateway.Durable, result.Ack!.Through);
        Assert.Equal(RejectionReason.RecordBody, Assert.Single(result.Rejections).Reason);
        Assert.Equal(0, platform.Ledger.Totals.Lost);
    }

    [Fact]
    public void The_watermark_passes_below_what_the_gateway_still_holds_and_the_ledger_says_unaccounted()
    {
        // Given a gateway whose oldest segments were acknowledged to an earlier life of the platform, and freed.
        var gateway = new TestGateway(options: new() { PageRows = 20, SegmentBytes = 3000, BudgetBytes = 3 * 4096 });
        gateway.Boot(StopCause.FirstBoot);
        while (gateway.Journal.Watermarks.Freed == 0)
        {
            gateway.Scans(20);
            gateway.Messages();
            gateway.Journal.Acknowledge(gateway.Journal.Epoch, gateway.Journal.Watermarks.Sent);
        }

        using var platform = new Platform(gateway);
        var result = platform.Take(gateway, gateway.Messages());

        Assert.Equal(gateway.Durable, result.Ack!.Through);
        var gap = Assert.Single(platform.Ledger.Gaps);
        Assert.Equal((GapKind.Unaccounted, 1L, gateway.Journal.Watermarks.Freed),
            (gap.Kind, gap.FirstSequence, gap.LastSequence));
        Assert.False(platform.Ledger.Complete);
    }

    [Fact]
    public void A_full_ring_loses_its_oldest_by_name_and_the_ledger_agrees_to_the_record()
    {
        var gateway = new TestGateway(options: new() { PageRows = 20, SegmentBytes = 3000, BudgetBytes = 3 * 4096 });
        gateway.Boot(StopCause.FirstBoot);
        while (gateway.Journal.Watermarks.Freed == 0)
        {
            gateway.Scans(20);
        }

        using var platform = new Platform(gateway);
        var result = platform.Take(gateway, gateway.Messages());

        Assert.Equal(gateway.Durable, result.Ack!.Through);
        var totals = platform.Ledger.Totals;
        Assert.Equal((0L, 0L), (totals.Unaccounted, totals.Pending));
        Assert.Equal(gateway.Durable, totals.Lost + totals.Thinned + totals.Records);
    }

    [Fact]
    public void A_failure_in_the_middle_of_a_message_leaves_nothing_of_it()
    {
        var gateway = Started();
        gateway.Scans(40);
        using var platform = new Platform(gateway);
        var message = Assert.Single(gateway.Messages());
        platform.Rows(
            "CREATE TRIGGER full BEFORE INSERT ON readings WHEN NEW.seq = 33 BEGIN SELECT RAISE(ABORT, 'disk full'); END");

        Assert.Throws<CollectorStoreException>(() => platform.Ingest.Ingest(gateway.Id, message));

        Assert.Equal([0L, 0, 0, 0], new[] { "pages", "records", "readings", "epochs" }.Select(platform.Count));
        platform.Rows("DROP TRIGGER full");
        Assert.Equal(gateway.Durable, platform.Ingest.Ingest(gateway.Id, message).Ack!.Through);
    }

    [Fact]
    public void Committed_watermarks_are_there_after_a_restart()
    {
        var gateway = Started();
        gateway.Scans(40);
        using var platform = new Platform(gateway);
        var ack = platform.Take(gateway, gateway.Messages()).Ack;

        platform.Restart();

        Assert.Equal([ack!], platform.Store.ReadAcks());
    }

    [Fact]
    public void Raw_pages_are_kept_as_they_came()
    {
        var gateway = Started();
        gateway.Scans(12);
        using var platform = new Platform(gateway);
        var pages = gateway.Pages();
        platform.Take(gateway, pages);

        var raw = platform.Rows("SELECT hex(raw) FROM pages ORDER BY first_seq");

        Assert.Equal(pages.Select(page => System.Convert.ToHexString(page[RunHeader.Bytes..])), raw);
    }

    private static TestGateway Started()
    {
        var gateway = new TestGateway();
        gateway.Boot(StopCause.FirstBoot);
        return gateway;
    }
}
