using System.Linq;
using Xunit;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Collector;

public class ChainTests
{
    [Fact]
    public void A_rewritten_predecessor_is_stored_with_its_follower_and_reported_as_a_break()
    {
        // Given two histories under one key that differ in one value.
        var (told, rewritten) = TwoHistories();
        using var platform = new Platform(told);
        var pages = told.Pages();
        var other = rewritten.Pages();

        platform.Take(told, [pages[0], other[1]]);
        var result = platform.Take(told, pages[2]);

        Assert.Equal((1, 0), (result.ChainBreaks, result.Rejections.Count));
        Assert.Equal(Runs.Range(pages[2]).Last, result.Ack!.Through);
        Assert.False(platform.Ledger.ChainVerified);
        Assert.False(platform.Ledger.Complete);
        Assert.Equal([$"{Runs.Range(pages[2]).First}"], platform.Rows("SELECT first_seq FROM chain_breaks"));
    }

    [Fact]
    public void A_break_shows_as_well_when_the_predecessor_comes_last()
    {
        var (told, rewritten) = TwoHistories();
        using var platform = new Platform(told);
        platform.Take(told, told.Pages()[2]);

        Assert.Equal(1, platform.Take(told, rewritten.Pages()[1]).ChainBreaks);
        Assert.Equal(1, platform.Ledger.Totals.ChainBreaks);
    }

    [Fact]
    public void A_header_that_names_the_wrong_mac_does_no_harm_where_the_page_before_is_stored()
    {
        var gateway = Started();
        using var platform = new Platform(gateway);
        var pages = gateway.Pages();
        platform.Take(gateway, pages[0]);
        var header = Runs.HeaderOf(pages[1]);
        header.PreviousMac[0] ^= 1;

        var result = platform.Take(gateway, Runs.Join(header, pages[1][RunHeader.Bytes..]));

        Assert.Equal((0, 0), (result.Rejections.Count, result.ChainBreaks));
        Assert.Equal(Runs.Range(pages[1]).Last, result.Ack!.Through);
    }

    [Fact]
    public void A_first_page_that_follows_something_is_a_break()
    {
        var gateway = Started();
        using var platform = new Platform(gateway);
        var header = Runs.HeaderOf(gateway.Messages()[0]);
        header.PreviousMac[3] = 1;

        var result = platform.Take(gateway, Runs.Join(header, Runs.Claim(gateway.Key, header, 1, 3, 1)));

        Assert.Equal((3, 1), (result.Records, result.ChainBreaks));
    }

    [Fact]
    public void The_same_numbers_with_other_content_are_refused_and_the_stored_ones_stay()
    {
        var (told, rewritten) = TwoHistories();
        using var platform = new Platform(told);
        platform.Take(told, told.Pages());
        var before = platform.Rows("SELECT * FROM readings");

        var result = platform.Take(told, rewritten.Pages()[1]);

        Assert.Equal(RejectionReason.IdentityConflict, Assert.Single(result.Rejections).Reason);
        Assert.Equal(before, platform.Rows("SELECT * FROM readings"));
        var conflict = Assert.Single(platform.Ledger.Gateways[0].Conflicts);
        Assert.Equal(("sequence", 1L), (conflict.Kind, conflict.Count));
        Assert.False(platform.Ledger.Complete);
    }

    [Fact]
    public void The_same_rows_in_other_pages_are_known_and_what_is_new_behind_them_is_taken()
    {
        var gateway = Started();
        using var platform = new Platform(gateway);
        var header = Runs.HeaderOf(gateway.Messages()[0]);
        platform.Take(gateway, Runs.Join(header, Runs.Claim(gateway.Key, header, 1, 3, 1)));

        var result = platform.Take(gateway, Runs.Join(header, Runs.Claim(gateway.Key, header, 1, 5, 1)));
        var again = platform.Take(gateway, Runs.Join(header, Runs.Claim(gateway.Key, header, 1, 5, 1)));

        Assert.Equal((0, 2, 3, 0), (result.Rejections.Count, result.Records, result.Duplicates, result.ChainBreaks));
        Assert.Equal(5, result.Ack!.Through);
        Assert.Equal((0, 0, 5), (again.Rejections.Count, again.Records, again.Duplicates));
    }

    [Fact]
    public void Two_gateways_under_one_name_alternate_between_their_epochs_and_are_named()
    {
        var one = Started();
        var two = new TestGateway(epoch: 0xE2);
        two.Boot(StopCause.FirstBoot);
        two.Scans(10);
        using var platform = new Platform(one);
        platform.Take(one, one.Pages()[0]);
        platform.Take(one, two.Pages()[0]);

        var back = platform.Take(one, one.Pages()[1]);

        Assert.Empty(back.Rejections);
        var gateway = Assert.Single(platform.Ledger.Gateways);
        Assert.Equal(("epoch", 1L), (gateway.Conflicts[0].Kind, gateway.Conflicts[0].Count));
        Assert.Contains("share its identity", string.Join(' ', platform.Ledger.Reasons));
    }

    [Fact]
    public void A_late_copy_from_before_the_journal_was_formatted_is_no_second_gateway()
    {
        var before = Started();
        var after = new TestGateway(epoch: 0xE2);
        after.Boot(StopCause.FirstBoot);
        after.Scans(10);
        using var platform = new Platform(before);
        platform.Take(before, before.Messages());
        platform.Take(before, after.Messages());

        platform.Take(before, before.Messages());

        Assert.Empty(platform.Ledger.Gateways[0].Conflicts);
        Assert.Equal(after.Journal.Epoch, platform.Ledger.Gateways[0].Epoch);
        Assert.True(platform.Ledger.Complete);
    }

    [Fact]
    public void A_page_behind_one_that_does_not_verify_is_judged_by_itself()
    {
        var gateway = Started();
        using var platform = new Platform(gateway);
        var pages = gateway.Pages();
        var header = Runs.HeaderOf(pages[0]);
        header.PreviousMac[0] ^= 1;

        var result = platform.Take(gateway, Runs.Join(header, pages[0][RunHeader.Bytes..], pages[1][RunHeader.Bytes..]));

        Assert.Equal(RejectionReason.Mac, Assert.Single(result.Rejections).Reason);
        Assert.Equal(Runs.Range(pages[1]).Last - Runs.Range(pages[1]).First + 1, result.Records);
        Assert.Equal(0, result.Ack!.Through);
    }

    private static TestGateway Started()
    {
        var gateway = new TestGateway();
        gateway.Boot(StopCause.FirstBoot);
        gateway.Scans(20);
        return gateway;
    }

    private static (TestGateway Told, TestGateway Rewritten) TwoHistories()
    {
        var told = Started();
        var rewritten = new TestGateway();
        rewritten.Boot(StopCause.FirstBoot);
        rewritten.Scan(9999);
        rewritten.Scans(19);
        Assert.Equal(told.Pages().Select(Runs.Range), rewritten.Pages().Select(Runs.Range));
        return (told, rewritten);
    }
}
