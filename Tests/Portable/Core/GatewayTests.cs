using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class GatewayTests
{
    [TestMethod]
    public void I1_A_scan_is_durable_before_its_preview_is_published()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        int writes = rig.Store.Writes;
        rig.TakeScans(1);
        Assert.IsTrue(rig.Store.Writes > writes);
        Assert.AreEqual(1, rig.Lives);
        Assert.AreEqual(rig.Journal.Watermarks.Appended, rig.Journal.Watermarks.Durable);
    }

    [TestMethod]
    public void I1_A_scan_that_the_flash_refused_is_never_published()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Store.Refusal = ZhiSan.Edge.Buffering.StoreStatus.Failed;
        rig.TakeScans(1);
        Assert.AreEqual(0, rig.Lives);
        Assert.AreEqual(1L, rig.Gateway.Counters.ScansRefused);
        Assert.Contains("\"alert\":\"critical\"", Heartbeat(rig));
    }

    [TestMethod]
    public void Refused_scans_are_accounted_for_when_the_flash_works_again()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.TakeScans(2);
        rig.Store.Refusal = ZhiSan.Edge.Buffering.StoreStatus.Failed;
        rig.TakeScans(3);
        rig.Store.Refusal = ZhiSan.Edge.Buffering.StoreStatus.Ok;
        rig.TakeScans(2);
        RecordLog log = RecordLog.Read(rig.Journal);
        Assert.AreEqual(4, log.Count(RecordKind.Scan));

        // Three scans, and the numbers of tombstones that were refused as well.
        Assert.IsTrue(log.LostNumbers >= 3);
        Assert.AreEqual(log.LastSequence, log.TotalRecords + log.LostNumbers);
    }

    [TestMethod]
    public void Coming_up_says_online_then_heartbeat_then_pages()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.TakeScans(300);
        Assert.AreEqual(0, rig.PageMessages);
        rig.ConnectNow();
        Assert.AreEqual("online", rig.LastState);
        Assert.AreEqual(1, rig.Heartbeats);
        Assert.AreEqual(0, rig.PageMessages);
        rig.Ack(GatewayRig.Epoch, 0);
        Assert.AreEqual(1, rig.PageMessages);
        Assert.AreEqual(1L, rig.FirstSent);
    }

    [TestMethod]
    public void Without_a_retained_acknowledgement_pages_start_after_the_grace_time()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.TakeScans(300);
        rig.ConnectNow();
        rig.Advance(rig.Options.AckGraceMs + 1);
        Assert.IsTrue(rig.PageMessages > 0);
    }

    [TestMethod]
    public void While_the_link_is_up_a_page_is_sealed_at_its_age()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Ack(GatewayRig.Epoch, 0);
        rig.TakeScans(14);
        Assert.AreEqual(0, rig.PageMessages);
        rig.TakeScans(1);
        Assert.AreEqual(1, rig.PageMessages);
        Assert.IsTrue(rig.LastSent >= 14);
    }

    [TestMethod]
    public void I3_Only_the_platform_moves_the_acknowledged_watermark()
    {
        GatewayRig rig = Loaded(out long sent);
        rig.Gateway.PublishResult(rig.NowMs, rig.LastToken, true);
        Assert.AreEqual(0L, rig.Journal.Watermarks.Acked);
        rig.Ack(GatewayRig.Epoch, sent);
        Assert.AreEqual(sent, rig.Journal.Watermarks.Acked);
    }

    [TestMethod]
    public void In_broker_mode_the_brokers_word_is_enough()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.Options.AckedByBroker = true;
        rig.TakeScans(300);
        rig.ConnectNow();
        Assert.AreEqual(1, rig.PageMessages);
        rig.Gateway.PublishResult(rig.NowMs, rig.LastToken, true);
        Assert.AreEqual(rig.LastSent, rig.Journal.Watermarks.Acked);
    }

    [TestMethod]
    public void An_acknowledgement_of_another_epoch_changes_nothing()
    {
        GatewayRig rig = Loaded(out long sent);
        rig.Ack(GatewayRig.Epoch + 1, sent);
        Assert.AreEqual(0L, rig.Journal.Watermarks.Acked);
    }

    [TestMethod]
    public void An_acknowledgement_beyond_what_was_sent_is_refused_and_counted()
    {
        GatewayRig rig = Loaded(out long sent);
        rig.Ack(GatewayRig.Epoch, sent + 100000);
        Assert.AreEqual(0L, rig.Journal.Watermarks.Acked);
        Assert.AreEqual(1L, rig.Gateway.Counters.AcksRefused);
    }

    [TestMethod]
    public void A_platform_that_acknowledges_too_much_holds_back_nothing()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.TakeScans(40000);
        rig.ConnectNow();
        rig.Advance(10000);
        long unanswered = rig.LastSent;
        Assert.IsTrue(unanswered < rig.Journal.Watermarks.Sealed);
        for (int i = 0; i < 10; i++)
        {
            rig.Ack(GatewayRig.Epoch, rig.Journal.Watermarks.Sealed);
            rig.Advance(10000);
        }

        Assert.AreEqual(rig.Journal.Watermarks.Sealed, rig.Journal.Watermarks.Acked);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("{\"epoch\":77}")]
    [DataRow("{\"epoch\":77,\"through\":-1}")]
    [DataRow("{\"epoch\":77,\"through\":99999999999999999999}")]
    [DataRow("{\"epoch\":77,\"through\":1,\"through\":2}")]
    [DataRow("{\"epoch\":77,\"through\":[1]}")]
    [DataRow("{\"epoch\":77,\"through\":1}x")]
    public void A_malformed_acknowledgement_changes_nothing(string text)
    {
        GatewayRig rig = Loaded(out long sent);
        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            bytes[i] = (byte)text[i];
        }

        rig.Gateway.TakeMessage(rig.NowMs, rig.Gateway.Topics.Ack, bytes, bytes.Length);
        Assert.AreEqual(0L, rig.Journal.Watermarks.Acked);
        Assert.AreEqual(text.Length == 0 ? 0L : 1L, rig.Gateway.Counters.MessagesRejected);
        Assert.IsTrue(sent > 0);
    }

    [TestMethod]
    public void Unacknowledged_pages_are_sent_again_from_the_first()
    {
        GatewayRig rig = Loaded(out long sent);
        int before = rig.PageMessages;
        rig.Advance(rig.Options.AckTimeoutMs + 1);
        Assert.IsTrue(rig.PageMessages > before);
        Assert.AreEqual(1L, rig.FirstSent);
        Assert.IsTrue(rig.LastSent >= sent);
        Assert.AreEqual(1L, rig.Gateway.Counters.Resends);
    }

    [TestMethod]
    public void A_lost_connection_is_an_incident_from_begin_to_end()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.TakeScans(2);
        rig.Gateway.LinkDown(rig.NowMs, IncidentCause.Broker);
        rig.TakeScans(5);
        rig.ConnectNow();
        RecordLog log = RecordLog.Read(rig.Journal);
        Assert.AreEqual(2, log.Count(RecordKind.Incident));
        Assert.AreEqual(IncidentCause.Broker, log.LastIncident.Cause);
        Assert.IsTrue(log.LastIncident.IsEnd);
        Assert.AreEqual(5L, log.LastIncident.LastSequence - log.LastIncident.FirstSequence + 1);
        Assert.AreEqual(2, rig.Incidents);
    }

    [TestMethod]
    public void A_start_after_a_power_cut_says_so_and_one_after_a_stop_does_not()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        Assert.AreEqual(StopCause.FirstBoot, RecordLog.Read(rig.Journal).LastBoot.PreviousStop);
        rig.TakeScans(3);
        rig.Start();
        Assert.AreEqual(StopCause.Power, RecordLog.Read(rig.Journal).LastBoot.PreviousStop);
        rig.Gateway.Stop(rig.NowMs);
        rig.Drain();
        rig.Start();
        RecordLog log = RecordLog.Read(rig.Journal);
        Assert.AreEqual(StopCause.Clean, log.LastBoot.PreviousStop);
        Assert.AreEqual(3, (int)log.LastBoot.Boot);
    }

    [TestMethod]
    public void I2_Numbers_go_on_over_power_cuts()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        for (int i = 0; i < 12; i++)
        {
            rig.TakeScans(i * 3);
            rig.Start();
        }

        RecordLog log = RecordLog.Read(rig.Journal);
        Assert.AreEqual(log.LastSequence, log.TotalRecords);
        Assert.AreEqual(0L, log.LostNumbers);
        Assert.AreEqual(198, log.Count(RecordKind.Scan));
    }

    [TestMethod]
    public void Stopping_says_goodbye_and_never_connects_again()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        int connects = rig.Connects;
        rig.Gateway.Stop(rig.NowMs);
        rig.Drain();
        Assert.AreEqual("offline", rig.LastState);
        Assert.AreEqual(1, rig.Disconnects);
        rig.Advance(600000);
        Assert.AreEqual(connects, rig.Connects);
    }

    [TestMethod]
    public void An_attempt_that_never_answers_is_abandoned()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        while (rig.Connects == 0)
        {
            rig.Advance(1000);
        }

        rig.Advance(rig.Options.ConnectTimeoutMs + 1);
        Assert.AreEqual(1, rig.Disconnects);
        rig.Advance(rig.Options.ReconnectMinMs);
        Assert.AreEqual(2, rig.Connects);
    }

    [TestMethod]
    public void Once_UTC_is_known_previews_carry_it()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.TakeScans(1);
        Assert.DoesNotContains("\"bt\"", rig.LastLive);
        rig.Gateway.SetUtc(rig.NowMs, 1700000000000, 1);
        rig.TakeScans(1);
        Assert.Contains("\"bt\":1700000060", rig.LastLive);
        Assert.Contains("\"n\":\"air_temperature\",\"u\":\"Cel\",\"v\":20.00", rig.LastLive);
        Assert.AreEqual(1, RecordLog.Read(rig.Journal).Count(RecordKind.TimeAnchor));
    }

    [TestMethod]
    public void Draining_delivers_everything_at_once()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Ack(GatewayRig.Epoch, 0);
        rig.TakeScans(5);
        rig.Gateway.Drain(rig.NowMs);
        rig.Drain();
        rig.Ack(GatewayRig.Epoch, rig.LastSent);

        // A segment that began with this seal owes itself its channel set, which follows at the next tick.
        rig.Advance(1000);
        rig.Ack(GatewayRig.Epoch, rig.LastSent);
        Assert.IsTrue(rig.Gateway.IsDrained);
    }

    private static GatewayRig Loaded(out long sent)
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.TakeScans(300);
        rig.ConnectNow();
        rig.Ack(GatewayRig.Epoch, 0);
        sent = rig.LastSent;
        return rig;
    }

    private static string Heartbeat(GatewayRig rig)
    {
        rig.Advance(rig.Options.HeartbeatMs + 1);
        return rig.LastHeartbeat;
    }
}
