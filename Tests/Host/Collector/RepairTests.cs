using System;
using System.Linq;
using System.Text.Json;
using Xunit;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Collector;

/// <summary>What is missing and will not come by itself is asked for.</summary>
public class RepairTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TestGateway _gateway = Started();

    [Fact]
    public void An_empty_database_asks_for_everything_the_gateway_holds_and_becomes_whole()
    {
        using var rig = new RepairRig(_gateway);
        rig.Online(_gateway, acked: _gateway.Durable);

        Assert.Equal((1, _gateway.Durable), rig.AskedRange());
        rig.Reply(_gateway, "ok");
        rig.TakePages(_gateway, _gateway.Replay(1, _gateway.Durable));
        rig.Reply(_gateway, "done");

        Assert.True(rig.Ledger.Complete, string.Join(';', rig.Ledger.Reasons));
        Assert.Empty(rig.After(Minute * 600));
    }

    [Fact]
    public void A_hole_below_the_gateways_watermark_is_asked_for_and_nothing_else()
    {
        using var rig = new RepairRig(_gateway);
        var pages = _gateway.Pages();
        rig.TakePages(_gateway, pages.Where((_, i) => i != 2));
        rig.Online(_gateway, acked: _gateway.Durable);

        Assert.Equal(Runs.Range(pages[2]), rig.AskedRange());
        rig.TakePages(_gateway, [pages[2]]);
        rig.Reply(_gateway, "done");

        Assert.True(rig.Ledger.Complete);
        Assert.Empty(rig.After(Minute));
    }

    [Fact]
    public void A_hole_that_the_gateway_fills_by_itself_is_asked_for_only_when_it_does_not()
    {
        using var rig = new RepairRig(_gateway);
        var pages = _gateway.Pages();
        rig.TakePages(_gateway, pages.Where((_, i) => i != 2));
        rig.Online(_gateway, acked: Runs.Range(pages[1]).Last);

        Assert.Empty(rig.After(TimeSpan.FromSeconds(5)));
        Assert.Empty(rig.After(TimeSpan.FromSeconds(80)));
        Assert.Equal(Runs.Range(pages[2]), rig.AskedRange(TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public void Several_holes_are_asked_for_one_after_the_other()
    {
        using var rig = new RepairRig(_gateway);
        var pages = _gateway.Pages();
        rig.TakePages(_gateway, pages.Where((_, i) => i % 2 == 0));
        rig.Online(_gateway, acked: _gateway.Durable);
        var asked = 0;
        while (!rig.Ledger.Complete)
        {
            var (from, to) = rig.AskedRange();
            Assert.Empty(rig.After(TimeSpan.FromSeconds(5)));
            rig.TakePages(_gateway, _gateway.Replay(from, to));
            rig.Reply(_gateway, "done");
            asked++;
        }

        Assert.Equal(pages.Count / 2, asked);
    }

    [Fact]
    public void A_request_carries_the_mac_of_the_protocol()
    {
        using var rig = new RepairRig(_gateway);
        rig.Online(_gateway, acked: _gateway.Durable);
        rig.AskedRange();

        // PROTOCOL.md: the HMAC-SHA256 of these lines, computed here on its own.
        var asked = rig.Asked;
        var text = $"zhisan-cmd-v1\nyunwu/gw1\n{asked.GetProperty("id").GetString()}\n{asked.GetProperty("counter").GetInt64()}\nreplay\n"
            + $"{_gateway.Journal.Epoch}\n1\n{_gateway.Durable}";
        var mac = System.Security.Cryptography.HMACSHA256.HashData(_gateway.Key, System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(Convert.ToHexStringLower(mac), asked.GetProperty("mac").GetString());
        Assert.Equal(
            ["id", "counter", "cmd", "epoch", "from", "to", "mac"], asked.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void The_counter_rises_over_restarts_and_over_what_the_gateway_took_last()
    {
        using var rig = new RepairRig(_gateway);
        var ahead = rig.Clock.NowMs + 5_000_000;
        rig.Online(_gateway, _gateway.Durable, command: ahead);
        rig.AskedRange();
        var first = Counter(rig.Asked);
        Assert.Equal(ahead + 1, first);

        rig.Restart();
        rig.Online(_gateway, _gateway.Durable);
        rig.AskedRange(Minute * 2);
        Assert.True(Counter(rig.Asked) > first);
    }

    [Fact]
    public void A_heartbeat_cannot_use_up_the_counters()
    {
        using var rig = new RepairRig(_gateway);
        rig.Online(_gateway, _gateway.Durable, command: RemoteCommand.MaxCounter);
        rig.AskedRange();
        Assert.Equal(rig.Clock.NowMs, Counter(rig.Asked));
    }

    [Fact]
    public void Without_an_answer_it_is_asked_again_ever_more_rarely()
    {
        using var rig = new RepairRig(_gateway);
        rig.Online(_gateway, _gateway.Durable);
        rig.AskedRange();
        var asked = 0;
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            rig.Online(_gateway, _gateway.Durable);
            asked += rig.After(Minute).Count;
        }

        // Doubling from half a minute to an hour: seven steps, and then one an hour.
        Assert.InRange(asked, 20, 35);
    }

    [Fact]
    public void Pages_keep_a_request_alive_and_silence_ends_it()
    {
        using var rig = new RepairRig(_gateway);
        rig.Online(_gateway, _gateway.Durable);
        rig.AskedRange();
        rig.Reply(_gateway, "ok");
        var pages = _gateway.Pages();
        foreach (var page in pages.Take(4))
        {
            Assert.Empty(rig.After(TimeSpan.FromSeconds(50)));
            rig.TakePages(_gateway, [page]);
        }

        Assert.Equal((Runs.Range(pages[4]).First, _gateway.Durable), rig.AskedRange(Minute + Minute));
    }

    [Fact]
    public void A_request_that_got_lost_is_repeated_although_the_gateway_goes_on_sending_what_is_newer()
    {
        using var rig = new RepairRig(_gateway);
        var pages = _gateway.Pages();
        rig.Online(_gateway, acked: Runs.Range(pages[^2]).Last);
        var asked = rig.AskedRange();

        // Nobody took the request; what is not acknowledged yet comes again and again.
        for (var i = 0; i < 7; i++)
        {
            rig.TakePages(_gateway, [pages[^1]]);
            Assert.Empty(rig.After(TimeSpan.FromSeconds(8)));
        }

        rig.TakePages(_gateway, [pages[^1]]);
        Assert.Equal(asked, rig.AskedRange(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_gateway_that_is_away_is_not_asked_until_it_is_back()
    {
        using var rig = new RepairRig(_gateway);
        rig.Take(_gateway, "heartbeat", _gateway.Heartbeat(_gateway.Durable));
        rig.Take(_gateway, "state", "offline");
        Assert.Empty(rig.After(Minute * 600));

        rig.Take(_gateway, "state", "online");
        Assert.Equal((1, _gateway.Durable), rig.AskedRange());
    }

    [Theory]
    [InlineData("freed")]
    [InlineData("thinned")]
    [InlineData("lost")]
    public void What_the_gateway_says_is_gone_explains_the_gap_and_makes_it_no_worse(string cause)
    {
        using var rig = new RepairRig(_gateway);
        var pages = _gateway.Pages();
        rig.TakePages(_gateway, pages.Where((_, i) => i is not 2 and not 4));
        rig.Online(_gateway, _gateway.Durable);
        var (from, to) = rig.AskedRange();
        var before = rig.Ledger;
        rig.Gone(_gateway, cause, from, to);
        rig.Reply(_gateway, "done");

        var gap = rig.Ledger.Gaps.First(gap => gap.FirstSequence == from);
        Assert.Equal((GapKind.Pending, to, $"the gateway says: {cause}"), (gap.Kind, gap.LastSequence, gap.Cause));
        Assert.Equal(before.Totals, rig.Ledger.Totals);

        // The next hole is asked for at once; the gone one again after an hour, in case the answer was not the gateway's.
        Assert.Equal(Runs.Range(pages[4]), rig.AskedRange());
        rig.TakePages(_gateway, [pages[4]]);
        rig.Reply(_gateway, "done");
        Assert.Empty(rig.After(TimeSpan.FromMinutes(50)));
        Assert.Equal((from, to), rig.AskedRange(TimeSpan.FromMinutes(15)));
        rig.TakePages(_gateway, [pages[2]]);
        Assert.True(rig.Ledger.Complete);
    }

    [Fact]
    public void Part_of_a_range_may_be_gone_and_the_rest_is_asked_for()
    {
        using var rig = new RepairRig(_gateway);
        rig.Online(_gateway, _gateway.Durable);
        Assert.Equal((1, _gateway.Durable), rig.AskedRange());
        rig.Gone(_gateway, "freed", 1, 10);
        rig.Reply(_gateway, "done");

        Assert.Equal((11, _gateway.Durable), rig.AskedRange());
    }

    [Fact]
    public void A_refusal_ends_the_request_and_is_not_repeated_at_once()
    {
        using var rig = new RepairRig(_gateway);
        rig.Online(_gateway, _gateway.Durable);
        rig.AskedRange();
        rig.Reply(_gateway, "refused", ",\"reason\":\"busy\"");
        Assert.Empty(rig.After(TimeSpan.FromSeconds(20)));
        Assert.Equal((1, _gateway.Durable), rig.AskedRange(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Forged_answers_are_counted_and_change_nothing()
    {
        using var rig = new RepairRig(_gateway);
        var pages = _gateway.Pages();
        rig.TakePages(_gateway, pages.Where((_, i) => i != 2));
        rig.Online(_gateway, _gateway.Durable);
        rig.AskedRange();
        var before = rig.Ledger.Gaps.Select(gap => gap.ToString()).ToList();
        var counter = Counter(rig.Asked);

        // Another id, another counter, a range that was not asked for, another epoch.
        rig.Take(_gateway, "reply", $$"""{"id":"r-1","counter":{{counter}},"status":"done"}""");
        rig.Take(_gateway, "reply", $$"""{"id":"{{Id(rig.Asked)}}","counter":{{counter + 1}},"status":"done"}""");
        rig.Gone(_gateway, "lost", 1, 2);
        rig.Take(_gateway, "reply", $$"""{"id":"{{Id(rig.Asked)}}","counter":{{counter}},"status":"gone","cause":"lost","epoch":7,"from":1,"to":900}""");

        Assert.Equal(4, rig.Rejected("ForeignReply"));
        Assert.Equal(before, rig.Ledger.Gaps.Select(gap => gap.ToString()));
        rig.TakePages(_gateway, [pages[2]]);
        Assert.True(rig.Ledger.Complete);
    }

    [Fact]
    public void Answers_to_the_commands_of_people_are_not_the_collectors_business()
    {
        using var rig = new RepairRig(_gateway);
        rig.Take(_gateway, "reply", """{"id":"c-1","counter":7,"status":"ok"}""");
        Assert.Empty(rig.Ledger.Rejections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"id":"r-1","counter":1}""")]
    [InlineData("""{"id":"r-1","counter":1,"status":"perhaps"}""")]
    [InlineData("""{"id":"R 1","counter":1,"status":"ok"}""")]
    [InlineData("""{"id":"r-1","counter":-1,"status":"ok"}""")]
    [InlineData("""{"id":"r-1","counter":1e300,"status":"ok"}""")]
    [InlineData("""{"id":"r-1","counter":1,"status":"ok","reason":"<script>"}""")]
    [InlineData("""{"id":"r-1","counter":1,"status":"gone"}""")]
    [InlineData("""{"id":"r-1","counter":1,"status":"gone","cause":"stolen","epoch":1,"from":1,"to":2}""")]
    [InlineData("""{"id":"r-1","counter":1,"status":"gone","cause":"lost","epoch":1,"from":2,"to":1}""")]
    [InlineData("""{"id":"r-1","counter":1,"status":"gone","cause":"lost","epoch":1,"from":1,"to":99999999999999999}""")]
    public void A_reply_that_is_not_one_is_counted_by_name(string text)
    {
        using var rig = new RepairRig(_gateway);
        rig.Take(_gateway, "reply", text);
        Assert.Equal(1, rig.Rejected("Reply"));
    }

    [Fact]
    public void Only_a_few_gateways_are_asked_at_once_and_all_in_the_end()
    {
        var gateways = Enumerable.Range(1, 20).Select(i => Started($"gw{i}", (uint)(100 + i))).ToArray();
        using var rig = new RepairRig(gateways);
        foreach (var gateway in gateways)
        {
            rig.Online(gateway, gateway.Durable);
        }

        Assert.Equal(new RepairPacing().MostAtOnce, rig.After(TimeSpan.FromSeconds(5)).Count);
        Assert.Empty(rig.After(TimeSpan.FromSeconds(5)));
        for (var round = 0; round < 4; round++)
        {
            foreach (var gateway in gateways)
            {
                rig.TakePages(gateway, gateway.Messages());
            }

            rig.After(TimeSpan.FromSeconds(5));
        }

        Assert.True(rig.Ledger.Complete);
    }

    private static long Counter(JsonElement command) => command.GetProperty("counter").GetInt64();

    private static string Id(JsonElement command) => command.GetProperty("id").GetString()!;

    private static TestGateway Started(string name = "gw1", uint epoch = 0xE1)
    {
        var gateway = new TestGateway(name, epoch);
        gateway.Boot(StopCause.FirstBoot);
        gateway.Anchor("2026-03-01T08:00:00Z");
        gateway.Scans(40);
        gateway.Messages();
        return gateway;
    }
}
