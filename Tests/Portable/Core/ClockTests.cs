using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class ClockTests
{
    private const long Start = 1764200000000;
    private const long DayMs = 24 * 3600 * 1000L;

    [TestMethod]
    [DataRow(DayMs)]
    [DataRow(-DayMs)]
    public void A_clock_that_jumps_by_a_day_is_a_step_and_an_incident(long stepMs)
    {
        GatewayRig rig = Known();
        rig.TakeScans(10);
        rig.Gateway.SetUtc(rig.NowMs, Start + rig.NowMs + stepMs, ClockSource.Network);
        RecordLog log = RecordLog.Read(rig.Journal);
        Assert.AreEqual(2, log.Count(RecordKind.TimeAnchor));
        Assert.AreEqual(stepMs, log.LastAnchor.StepMs);
        Assert.AreEqual(2, log.Count(RecordKind.Incident));
        Assert.AreEqual(IncidentCause.Clock, log.LastIncident.Cause);
        Assert.IsTrue(log.LastIncident.IsEnd);
        Assert.IsTrue(log.LastIncident.LastSequence - log.LastIncident.FirstSequence >= 10);
        Assert.AreEqual(Start + stepMs, rig.Gateway.BootUtcMs);
    }

    [TestMethod]
    public void Drift_is_corrected_before_it_is_half_a_second_and_is_no_incident()
    {
        GatewayRig rig = Known();
        rig.PlatformAcks = true;
        long ppm = 40;
        for (int i = 0; i < 48; i++)
        {
            rig.TakeScans(60);
            rig.Gateway.SetUtc(rig.NowMs, Start + rig.NowMs + (rig.NowMs * ppm / 1000000), ClockSource.Network);
            long off = Start + (rig.NowMs * ppm / 1000000) - rig.Gateway.BootUtcMs;
            Assert.IsTrue(off < 500);
        }

        RecordLog log = RecordLog.Read(rig.Journal);
        Assert.AreEqual(0, log.Count(RecordKind.Incident));
        Assert.IsTrue(log.Count(RecordKind.TimeAnchor) > 10 && log.Count(RecordKind.TimeAnchor) < 20);
        rig.Advance(rig.Options.HeartbeatMs + 1);
        Assert.Contains("\"driftPpm\":", rig.LastHeartbeat);
        Assert.Contains("\"source\":\"network\"", rig.LastHeartbeat);
    }

    [TestMethod]
    public void A_clock_that_keeps_time_is_anchored_once_a_day()
    {
        GatewayRig rig = Known();
        for (int i = 0; i < 72; i++)
        {
            rig.TakeScans(60);
            rig.Gateway.SetUtc(rig.NowMs, Start + rig.NowMs, ClockSource.Network);
        }

        Assert.AreEqual(4, RecordLog.Read(rig.Journal).Count(RecordKind.TimeAnchor));
    }

    [TestMethod]
    public void Without_a_link_the_clock_agrees_with_itself_and_that_proves_nothing()
    {
        GatewayRig rig = Known();
        rig.Lose(IncidentCause.Wifi);
        for (int i = 0; i < 72; i++)
        {
            rig.TakeScans(60);
            rig.Gateway.SetUtc(rig.NowMs, Start + rig.NowMs, ClockSource.Network);
        }

        Assert.AreEqual(1, RecordLog.Read(rig.Journal).Count(RecordKind.TimeAnchor));
    }

    [TestMethod]
    public void A_clock_unknown_through_two_reboots_stamps_nothing()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.TakeScans(5);
        rig.Start();
        rig.TakeScans(5);
        rig.Start();
        rig.TakeScans(5);
        RecordLog log = RecordLog.Read(rig.Journal);
        Assert.AreEqual(0, log.RecordsWithUtc);
        rig.ConnectNow();
        rig.Gateway.SetUtc(rig.NowMs, Start, ClockSource.Network);
        rig.TakeScans(1);
        log = RecordLog.Read(rig.Journal);
        Assert.AreEqual(1, log.Count(RecordKind.TimeAnchor));
        Assert.AreEqual(3, (int)log.LastBoot.Boot);
        Assert.IsTrue(log.RecordsWithUtc > 0);
        Assert.AreEqual(rig.NowMs, log.LastAnchor.UptimeMs + 60000);
    }

    [TestMethod]
    public void An_anchor_that_the_flash_refused_changes_no_time_and_is_written_at_the_next_look()
    {
        GatewayRig rig = Known();
        rig.TakeScans(2);
        rig.Store.Refusal = ZhiSan.Edge.Buffering.StoreStatus.Failed;
        rig.Gateway.SetUtc(rig.NowMs, Start + rig.NowMs + DayMs, ClockSource.Network);
        Assert.AreEqual(Start, rig.Gateway.BootUtcMs);
        rig.Store.Refusal = ZhiSan.Edge.Buffering.StoreStatus.Ok;
        rig.TakeScans(1);
        Assert.AreEqual(Start, rig.Gateway.LastScan.BootUtcMs);
        rig.Gateway.SetUtc(rig.NowMs, Start + rig.NowMs + DayMs, ClockSource.Network);
        rig.TakeScans(1);
        Assert.AreEqual(Start + DayMs, rig.Gateway.LastScan.BootUtcMs);
    }

    [TestMethod]
    public void Connected_and_still_without_time_is_an_incident()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Advance(rig.Options.ClockUnknownMs + 1);
        Assert.AreEqual(IncidentCause.Clock, rig.Gateway.OpenCause(IncidentSubject.Clock));
        rig.Gateway.SetUtc(rig.NowMs, Start, ClockSource.Network);
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Clock));
    }

    [TestMethod]
    public void A_clock_chip_is_believed_until_the_network_answers_and_is_set_then()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.Options.HasClockChip = true;
        rig.Gateway.SetUtc(rig.NowMs, Start - 30000, ClockSource.Chip);
        rig.Drain();
        Assert.AreEqual(0L, rig.ChipUtcMs);
        rig.ConnectNow();
        rig.Gateway.SetUtc(rig.NowMs, Start + rig.NowMs, ClockSource.Network);
        rig.Drain();
        Assert.AreEqual(Start + rig.NowMs, rig.ChipUtcMs);
        rig.Gateway.SetUtc(rig.NowMs, Start + rig.NowMs - 30000, ClockSource.Chip);
        Assert.AreEqual(Start, rig.Gateway.BootUtcMs);
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(946684800000)]
    [DataRow(9223372036854775807L)]
    [DataRow(-1L)]
    public void A_time_that_cannot_be_is_not_believed(long utcMs)
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.Gateway.SetUtc(rig.NowMs, utcMs, ClockSource.Network);
        Assert.AreEqual(0L, rig.Gateway.BootUtcMs);
    }

    private static GatewayRig Known()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Gateway.SetUtc(rig.NowMs, Start + rig.NowMs, ClockSource.Network);
        return rig;
    }
}
