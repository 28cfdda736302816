using System;
using System.Linq;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Collector;

public class FlashDamageTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(150)]
    [InlineData(200)]
    [InlineData(300)]
    public void A_byte_flipped_on_flash_costs_what_was_in_its_page_and_the_ledger_names_it(int position)
    {
        var gateway = Damaged(position);
        using var platform = new Platform(gateway);

        var lost = Deliver(gateway, platform);

        var report = platform.Ledger;
        var gap = Assert.Single(report.Gaps, gap => gap.Kind == GapKind.Lost);
        Assert.Equal(("damaged", lost), (gap.Cause, gap.Count));
        Assert.Equal(gateway.Durable, report.Totals.Records + report.Totals.Lost + report.Totals.Pending);
        Assert.Equal(0, report.Totals.Unaccounted);
        Assert.False(report.Complete);
    }

    [Fact]
    public void A_byte_flipped_in_a_seal_costs_nothing_for_the_gateway_has_the_key()
    {
        var gateway = Damaged(250);
        using var platform = new Platform(gateway);

        Assert.Equal(0, Deliver(gateway, platform));

        Assert.DoesNotContain(platform.Ledger.Gaps, gap => gap.Kind == GapKind.Lost);
        Assert.Equal(gateway.Durable, platform.Ledger.Totals.Records);
    }

    private static TestGateway Damaged(int position)
    {
        var gateway = new TestGateway();
        gateway.Boot(StopCause.FirstBoot);
        gateway.Scans(60);
        gateway.Messages();
        gateway.Flash.List(out var names);
        var segment = gateway.Flash.Get(names.Single(name => name.StartsWith("s/", StringComparison.Ordinal)))!;
        segment[position] ^= 0x20;
        return gateway;
    }

    // As the core does it: what does not verify is declared lost, and reading goes on behind it.
    private static long Deliver(TestGateway gateway, Platform platform)
    {
        var journal = gateway.Journal;
        var buffer = new byte[JournalLimits.MaxMessageBytes];
        var run = new ReplayRun();
        var lost = 0L;
        var from = 1L;
        for (var round = 0; round < 100; round++)
        {
            var status = journal.Read(from, buffer, run);
            if (status == ReplayStatus.Nothing && journal.UnsealedRows == 0)
            {
                break;
            }

            switch (status)
            {
                case ReplayStatus.Ok:
                    platform.Take(gateway, buffer[..run.Length]);
                    journal.Watermarks.MoveSent(run.LastSequence);
                    from = run.LastSequence + 1;
                    break;
                case ReplayStatus.Damaged:
                    journal.DeclareLost(run.FirstSequence, run.LastSequence, LossCause.Damaged, gateway.UptimeSeconds);
                    lost += run.LastSequence - run.FirstSequence + 1;
                    from = run.LastSequence + 1;
                    break;
                default:
                    Assert.Equal(StoreStatus.Ok, journal.Seal());
                    break;
            }
        }

        platform.TakeHeartbeat(gateway);
        return lost;
    }
}
