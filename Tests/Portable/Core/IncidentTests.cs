using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Tests.Portable.Sensors;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class IncidentTests
{
    /// <summary>The table of PROTOCOL.md, row by row; the last rows: of several facts the lower one decides.</summary>
    [TestMethod]
    [DataRow(Evidence.Panic, IncidentCause.Crash)]
    [DataRow(Evidence.StopMark, IncidentCause.Command)]
    [DataRow(Evidence.NoMark, IncidentCause.Power)]
    [DataRow(Evidence.FlashRefuses, IncidentCause.Storage)]
    [DataRow(Evidence.ClockStepped, IncidentCause.Clock)]
    [DataRow(Evidence.ClockUnknown, IncidentCause.Clock)]
    [DataRow(Evidence.SensorSilent, IncidentCause.Sensor)]
    [DataRow(Evidence.NoNetwork, IncidentCause.Wifi)]
    [DataRow(Evidence.NoAddress, IncidentCause.Ip)]
    [DataRow(Evidence.NoName, IncidentCause.Dns)]
    [DataRow(Evidence.Refused, IncidentCause.Credentials)]
    [DataRow(Evidence.NoEntry, IncidentCause.Broker)]
    [DataRow(Evidence.Dropped, IncidentCause.Broker)]
    [DataRow(Evidence.NoAnswer, IncidentCause.Broker)]
    [DataRow(Evidence.NoAcknowledgement, IncidentCause.Platform)]
    [DataRow(Evidence.FalseAcknowledgement, IncidentCause.Platform)]
    [DataRow(Evidence.Dropped | Evidence.NoNetwork, IncidentCause.Wifi)]
    [DataRow(Evidence.NoAddress | Evidence.NoName, IncidentCause.Ip)]
    [DataRow(Evidence.Dropped | Evidence.NoName | Evidence.NoEntry, IncidentCause.Dns)]
    [DataRow(Evidence.Dropped | Evidence.Refused, IncidentCause.Credentials)]
    [DataRow(Evidence.Panic | Evidence.StopMark, IncidentCause.Crash)]
    [DataRow(0, (byte)0)]
    public void The_cause_follows_from_the_facts(int facts, byte cause) => Assert.AreEqual(cause, Evidence.Decide(facts));

    [TestMethod]
    public void Two_outages_that_overlap_are_two_incidents()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Lose(IncidentCause.Wifi);
        rig.TakeScans(5);
        rig.Store.Refusal = StoreStatus.Failed;
        rig.TakeScans(5);
        Assert.AreEqual(IncidentCause.Wifi, rig.Gateway.OpenCause(IncidentSubject.Link));
        Assert.AreEqual(IncidentCause.Storage, rig.Gateway.OpenCause(IncidentSubject.Storage));
        rig.ConnectNow();
        Assert.Contains("\"cause\":\"storage\"", rig.LastHeartbeat);
        Assert.Contains("\"alert\":\"critical\"", rig.LastHeartbeat);
        rig.Store.Refusal = StoreStatus.Ok;
        rig.TakeScans(1);
        rig.Advance(1000);
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Storage));
        Assert.Contains("\"phase\":\"begin\",\"cause\":\"wifi\"", rig.IncidentTexts);
        Assert.Contains("\"phase\":\"begin\",\"cause\":\"storage\"", rig.IncidentTexts);
        Assert.Contains("\"phase\":\"end\",\"cause\":\"storage\"", rig.IncidentTexts);
    }

    [TestMethod]
    public void An_outage_that_a_power_cut_ended_gets_its_end_at_the_next_start()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Lose(IncidentCause.Dns);
        rig.TakeScans(50);
        rig.Start();
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Link));
        rig.ConnectNow();
        Assert.Contains("\"phase\":\"end\",\"cause\":\"dns\"", rig.IncidentTexts);
        Assert.Contains("\"seconds\":3000", rig.IncidentTexts);
        Assert.Contains("\"phase\":\"begin\",\"cause\":\"power\"", rig.IncidentTexts);
        Assert.Contains("\"phase\":\"end\",\"cause\":\"power\"", rig.IncidentTexts);
    }

    [TestMethod]
    public void A_begin_that_only_the_journal_knows_of_is_ended_too()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        byte[] state = rig.Store.Get("n0")!;
        byte[] other = rig.Store.Get("n1")!;
        rig.Lose(IncidentCause.Dns);
        rig.Store.Set("n0", state);
        rig.Store.Set("n1", other);
        rig.Start();
        rig.ConnectNow();
        Assert.Contains("\"phase\":\"end\",\"cause\":\"dns\"", rig.IncidentTexts);
    }

    [TestMethod]
    public void A_stop_is_told_from_a_power_cut_even_when_another_record_came_last()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.Gateway.Stop(rig.NowMs);
        Record note = new Record();
        note.SetEvent(RecordKind.Configuration);
        rig.Journal.Append(note);
        rig.Start();
        Assert.AreEqual(StopCause.Clean, RecordLog.Read(rig.Journal).LastBoot.PreviousStop);
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Run));
    }

    [TestMethod]
    public void A_crash_is_a_crash()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.Options.PanicText = "mqtt worker: out of memory";
        rig.Start();
        rig.ConnectNow();
        Assert.Contains("\"cause\":\"crash\"", rig.IncidentTexts);
    }

    [TestMethod]
    public void An_acknowledgement_beyond_what_was_sent_is_an_incident_however_often_it_comes()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Gateway.SetUtc(rig.NowMs, 1764200000000, 1);
        for (int i = 0; i < 100; i++)
        {
            rig.Ack(GatewayRig.Epoch, 100000 + i);
            rig.Advance(1000);
        }

        Assert.AreEqual(0L, rig.Journal.Watermarks.Acked);
        Assert.AreEqual(100L, rig.Gateway.Counters.AcksRefused);
        Assert.AreEqual(IncidentCause.Platform, rig.Gateway.OpenCause(IncidentSubject.Platform));
        rig.Advance(11 * 60 * 1000);
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Platform));
        Assert.AreEqual(2, RecordLog.Read(rig.Journal).Count(RecordKind.Incident));
    }

    [TestMethod]
    public void A_sensor_that_gives_nothing_three_times_is_an_incident_until_all_are_well()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        ScriptedSensor sensor = new ScriptedSensor("air", 2, 1000);
        rig.Sensor = sensor;
        rig.Start();
        Minutes(rig, 3);
        sensor.Fails = true;
        Minutes(rig, 2);
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Sensor));
        Minutes(rig, 1);
        Assert.AreEqual(IncidentCause.Sensor, rig.Gateway.OpenCause(IncidentSubject.Sensor));
        sensor.Fails = false;
        Minutes(rig, 1);
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Sensor));
    }

    [TestMethod]
    public void A_flash_that_refuses_is_told_when_it_works_again()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.TakeScans(3);
        rig.Store.Refusal = StoreStatus.Failed;
        rig.TakeScans(10);
        rig.Store.Refusal = StoreStatus.Ok;
        rig.TakeScans(2);
        RecordLog log = RecordLog.Read(rig.Journal);
        Assert.AreEqual(2, log.Count(RecordKind.Incident));
        Assert.AreEqual(IncidentCause.Storage, log.LastIncident.Cause);
        Assert.IsTrue(log.LastIncident.IsEnd);
        Assert.IsTrue(log.LastIncident.DurationSeconds >= 540);
        Assert.IsTrue(log.LastIncident.LastSequence - log.LastIncident.FirstSequence >= 8);
    }

    private static void Minutes(GatewayRig rig, int count)
    {
        for (int i = 0; i < count * 60; i++)
        {
            rig.Measure(1000);
        }
    }
}
