using System.Linq;
using Xunit;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Tests.Host.Collector;

/// <summary>The ledger says what interrupted the stream, how long, and whose it was.</summary>
public class InterruptionTests
{
    private readonly TestGateway _gateway = new();

    public InterruptionTests()
    {
        _gateway.Boot(StopCause.FirstBoot);
        _gateway.Anchor("2026-03-01T08:00:00Z");
    }

    [Fact]
    public void An_ended_one_has_its_times_its_duration_and_its_records()
    {
        var begin = Begin(IncidentCause.Broker);
        _gateway.Scans(12);
        End(begin, IncidentCause.Broker, seconds: 720);
        using var platform = Delivered();

        var one = Assert.Single(platform.Ledger.Interruptions);

        Assert.Equal(
            ("ended", "broker", "the broker", "2026-03-01T08:00:00Z", "2026-03-01T08:12:00Z", 720L, begin + 1, begin + 12),
            (one.State, one.Cause, one.Whose, one.Since, one.Until, one.Seconds!.Value, one.FirstSequence!.Value, one.LastSequence!.Value));
        Assert.Equal(
            new LedgerFault("yunwu", "gw1", "broker", "the broker", 1, 0, 720, 720, "2026-03-01T08:00:00Z"),
            Assert.Single(platform.Ledger.Faults));
    }

    [Fact]
    public void One_without_an_end_lasts_or_ended_with_the_next_boot()
    {
        var cut = Begin(IncidentCause.Wifi);
        _gateway.Scans(5);
        _gateway.Reboot();
        _gateway.Anchor("2026-03-01T10:00:00Z");
        var open = Begin(IncidentCause.Sensor);
        using var platform = Delivered();

        var both = platform.Ledger.Interruptions;

        Assert.Equal(
            [(cut, "boot", "2026-03-01T10:00:00Z"), (open, "open", "")], both.Select(one => (one.Begin, one.State, one.Until)));
        Assert.Equal([0, 1], platform.Ledger.Faults.OrderByDescending(fault => fault.Cause).Select(fault => fault.Open));
    }

    [Fact]
    public void The_end_may_come_before_the_beginning()
    {
        _gateway.Scans(4);
        var begin = Begin(IncidentCause.Dns);
        _gateway.Scans(20);
        End(begin, IncidentCause.Dns, seconds: 1200);
        using var platform = new Platform(_gateway);
        var pages = _gateway.Pages();
        platform.Take(_gateway, pages.Where(page => Runs.Range(page).First > begin));
        Assert.Equal(("ended", "", 1200L), Only(platform));

        platform.Take(_gateway, pages);
        Assert.Equal(("ended", "2026-03-01T08:04:00Z", 1200L), Only(platform));
    }

    [Fact]
    public void The_first_end_decides_the_cause()
    {
        var begin = Begin(IncidentCause.Broker);
        _gateway.Scans(10);
        End(begin, IncidentCause.Credentials, seconds: 600);
        _gateway.Scans(1);
        End(begin, IncidentCause.Broker, seconds: 660);
        using var platform = Delivered();

        var one = Assert.Single(platform.Ledger.Interruptions);
        Assert.Equal(("credentials", 600L, begin + 10), (one.Cause, one.Seconds!.Value, one.LastSequence!.Value));
        Assert.Equal("credentials", Assert.Single(platform.Ledger.Faults).Cause);
    }

    [Fact]
    public void Two_that_overlap_are_two()
    {
        var wifi = Begin(IncidentCause.Wifi);
        _gateway.Scans(3);
        var sensor = Begin(IncidentCause.Sensor);
        _gateway.Scans(3);
        End(wifi, IncidentCause.Wifi, seconds: 360);
        _gateway.Scans(3);
        End(sensor, IncidentCause.Sensor, seconds: 360);
        using var platform = Delivered();

        Assert.Equal(
            [("wifi", 360L, "ended"), ("sensor", 360L, "ended")],
            platform.Ledger.Interruptions.Select(one => (one.Cause, one.Seconds!.Value, one.State)));
    }

    [Fact]
    public void A_message_announces_and_the_record_takes_its_place()
    {
        var begin = Begin(IncidentCause.Platform);
        using var platform = new Platform(_gateway);
        var text = $$"""{"epoch":{{_gateway.Journal.Epoch}},"seq":{{begin}},"phase":"begin","cause":"platform"}""";
        Assert.Null(platform.Status.TakeIncident(_gateway.Id, System.Text.Encoding.UTF8.GetBytes(text)));
        platform.TakeHeartbeat(_gateway);
        Assert.Equal("announced", Assert.Single(platform.Ledger.Interruptions).State);

        platform.Take(_gateway, _gateway.Messages());
        Assert.Equal("open", Assert.Single(platform.Ledger.Interruptions).State);
    }

    private static (string State, string Since, long Seconds) Only(Platform platform)
    {
        var one = Assert.Single(platform.Ledger.Interruptions);
        return (one.State, one.Since, one.Seconds!.Value);
    }

    private long Begin(byte cause) =>
        _gateway.Incident(new IncidentBody { Cause = cause, FirstSequence = _gateway.Durable + 2 });

    private void End(long begin, byte cause, long seconds) => _gateway.Incident(new IncidentBody
    {
        IsEnd = true,
        Cause = cause,
        BeginSequence = begin,
        DurationSeconds = seconds,
        FirstSequence = begin + 1,
        LastSequence = _gateway.Durable,
    });

    private Platform Delivered()
    {
        var platform = new Platform(_gateway);
        platform.Take(_gateway, _gateway.Messages());
        return platform;
    }
}
