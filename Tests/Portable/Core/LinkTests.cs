using nanoFramework.TestFramework;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Uplink;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class LinkTests
{
    private const long HourMs = 3600 * 1000;

    [TestMethod]
    public void A_broker_that_accepts_CONNECT_and_drops_every_publish_is_left_and_the_waits_grow()
    {
        GatewayRig rig = Offline();
        rig.BrokerTakes = false;
        long early = LoopFor(rig, HourMs / 4);
        long late = LoopFor(rig, HourMs / 4);
        Assert.IsTrue(early > 1);
        Assert.IsTrue(late <= early);
        Assert.AreEqual(IncidentCause.Broker, rig.Gateway.OpenCause(IncidentSubject.Link));
        Assert.AreEqual(1, RecordLog.Read(rig.Journal).Count(ZhiSan.Edge.Buffering.Records.RecordKind.Incident));
    }

    [TestMethod]
    public void Half_open_TCP_for_an_hour_is_noticed_within_a_minute_and_costs_nothing()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.PlatformAcks = true;
        rig.ConnectNow();
        rig.TakeScans(20);
        rig.BrokerTakes = false;
        rig.PlatformAcks = false;
        rig.Gateway.Drain(rig.NowMs);
        rig.Drain();
        rig.Advance(rig.Options.PublishTimeoutMs + 1);
        Assert.AreEqual(IncidentCause.Broker, rig.Gateway.OpenCause(IncidentSubject.Link));
        Assert.IsTrue(LoopFor(rig, HourMs) < 60);
        rig.BrokerTakes = true;
        rig.PlatformAcks = true;
        rig.ConnectNow();
        rig.Advance(rig.Options.StableMs + 5000);
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Link));
        rig.Gateway.Drain(rig.NowMs);
        rig.Advance(5000);
        Assert.IsTrue(rig.Gateway.IsDrained);
    }

    [TestMethod]
    public void Wrong_credentials_do_not_hammer_and_restored_ones_are_found()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Lose(IncidentCause.Credentials);
        int before = rig.Connects;
        rig.FailFor(6 * HourMs, IncidentCause.Credentials);
        int tries = rig.Connects - before;
        Assert.IsTrue(tries >= 6 * 60 / 10 && tries <= 6 * 60 / 5);
        Assert.AreEqual(IncidentCause.Credentials, rig.Gateway.OpenCause(IncidentSubject.Link));
        rig.Advance(60000);
        Assert.Contains("refuses this gateway", rig.Gateway.AlertReason);
        long since = rig.NowMs;
        rig.ConnectNow();
        Assert.IsTrue(rig.NowMs - since <= rig.Options.RefusedRetryMs + 1000);
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Link));
    }

    [TestMethod]
    public void DNS_dead_with_IP_alive_is_said_to_be_DNS()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Lose(IncidentCause.Broker);
        rig.FailFor(HourMs, IncidentCause.Dns);
        rig.ConnectNow();
        RecordLog log = RecordLog.Read(rig.Journal);
        Assert.IsTrue(log.LastIncident.IsEnd);
        Assert.AreEqual(IncidentCause.Dns, log.LastIncident.Cause);
    }

    [TestMethod]
    [DataRow(ConnectPhase.Network, 60000, IncidentCause.Wifi)]
    [DataRow(ConnectPhase.Address, 30000, IncidentCause.Ip)]
    [DataRow(ConnectPhase.Dns, 15000, IncidentCause.Dns)]
    [DataRow(ConnectPhase.Tcp, 20000, IncidentCause.Broker)]
    [DataRow(ConnectPhase.Tls, 30000, IncidentCause.Broker)]
    [DataRow(ConnectPhase.Connack, 20000, IncidentCause.Broker)]
    public void Each_phase_of_an_attempt_has_its_own_timer(byte phase, int timeoutMs, byte cause)
    {
        GatewayRig rig = Offline();
        rig.Gateway.LinkPhase(rig.NowMs, phase);
        rig.Advance(timeoutMs - 1);
        Assert.AreEqual(0, rig.Disconnects);
        rig.Advance(1);
        Assert.AreEqual(1, rig.Disconnects);
        Assert.AreEqual(cause, rig.Gateway.Counters.LastLinkCause);
    }

    [TestMethod]
    public void The_secondary_broker_takes_over_and_the_primary_returns()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.Options.HasSecondary = true;
        rig.PlatformAcks = true;
        rig.ConnectNow();
        rig.Gateway.SetUtc(rig.NowMs, 1764200000000, ClockSource.Network);
        Assert.AreEqual(0, rig.Broker);
        rig.Advance(2 * rig.Options.StableMs);
        rig.Lose(IncidentCause.Broker);
        while (rig.Broker == 0)
        {
            rig.FailFor(100, IncidentCause.Broker);
        }

        rig.ConnectNow();
        Assert.AreEqual(1, rig.Broker);
        rig.Advance(60001);
        Assert.Contains("\"broker\":\"secondary\"", rig.LastHeartbeat);

        // The primary one is still dead: one try, and back at once; then it waits longer.
        long calm = TimeUntilPrimary(rig);
        Assert.IsTrue(calm >= rig.Options.CalmMs - 61000 && calm <= 2 * rig.Options.CalmMs);
        rig.Lose(IncidentCause.Broker);
        rig.ConnectNow();
        Assert.AreEqual(1, rig.Broker);
        Assert.IsTrue(TimeUntilPrimary(rig) >= 2 * rig.Options.CalmMs - 1000);
        rig.ConnectNow();
        Assert.AreEqual(0, rig.Broker);
        rig.Advance(60001);
        Assert.Contains("\"broker\":\"primary\"", rig.LastHeartbeat);

        // Changing over is no interruption: the one of the primary's death is all there is.
        Assert.AreEqual(2, RecordLog.Read(rig.Journal).Count(ZhiSan.Edge.Buffering.Records.RecordKind.Incident));
    }

    [TestMethod]
    public void A_duplicate_client_id_elsewhere_is_one_incident_and_the_waits_grow()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        for (int i = 0; i < 20; i++)
        {
            rig.ConnectNow();
            rig.Advance(3000);
            rig.Lose(IncidentCause.Broker);
        }

        Assert.AreEqual(IncidentCause.Broker, rig.Gateway.OpenCause(IncidentSubject.Link));
        Assert.IsTrue(rig.NowMs > 20 * 60 * 1000);
        Assert.IsTrue(RecordLog.Read(rig.Journal).Count(ZhiSan.Edge.Buffering.Records.RecordKind.Incident) <= 5);
        rig.ConnectNow();
        rig.Advance(1);
        Assert.Contains("is the id in use elsewhere", rig.Gateway.AlertReason);
        rig.Advance(rig.Options.StableMs + 1);
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Link));
    }

    [TestMethod]
    public void A_full_broker_that_refuses_is_asked_again_and_nothing_is_lost()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.PlatformAcks = true;
        rig.TakeScans(300);
        rig.ConnectNow();
        rig.BrokerRefuses = true;
        rig.Advance(30000);
        Assert.IsTrue(rig.PageMessages < 200);
        rig.BrokerRefuses = false;
        rig.Gateway.Drain(rig.NowMs);
        rig.Advance(10000);
        Assert.IsTrue(rig.Gateway.IsDrained);
    }

    [TestMethod]
    public void A_connection_that_takes_nothing_for_a_minute_is_left()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.BrokerRefuses = true;
        rig.ConnectNow();
        rig.Advance(rig.Options.FirstPublishMs + 1);
        Assert.AreEqual(1, rig.Disconnects);
        Assert.AreEqual(IncidentCause.Broker, rig.Gateway.OpenCause(IncidentSubject.Link));
    }

    [TestMethod]
    public void A_broker_that_loses_one_message_and_takes_the_others_gets_it_again()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Advance(rig.Options.AckGraceMs + 1);
        rig.Gateway.Drain(rig.NowMs);
        rig.Drain();
        int sent = rig.PageMessages;
        rig.BrokerLoses = 1;
        rig.TakeScans(2 * ReplayWindow.Slots, 1000);

        // The lost one keeps its place, and there are no more places than slots.
        Assert.AreEqual(sent + ReplayWindow.Slots, rig.PageMessages);
        rig.Advance(rig.Options.PublishTimeoutMs);
        Assert.AreEqual(1, rig.Disconnects);
        rig.PlatformAcks = true;
        rig.ConnectNow();
        rig.Advance(10000);
        Assert.IsTrue(rig.Gateway.IsDrained);
    }

    [TestMethod]
    public void A_silent_platform_is_probed_not_flooded()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.TakeScans(3000);
        rig.ConnectNow();
        rig.Advance(6 * HourMs);
        Assert.IsTrue(rig.Gateway.Link == LinkState.Up);
        Assert.AreEqual(IncidentCause.Platform, rig.Gateway.OpenCause(IncidentSubject.Platform));

        // Sixteen at first, then one question at 30 s, 90 s, 210 s ... and every 15 minutes.
        Assert.IsTrue(rig.PageMessages <= 16 + 35);
        rig.PlatformAcks = true;
        rig.Advance(16 * 60 * 1000);
        Assert.AreEqual((byte)0, rig.Gateway.OpenCause(IncidentSubject.Platform));
        rig.Gateway.Drain(rig.NowMs);
        rig.Advance(10000);
        Assert.IsTrue(rig.Gateway.IsDrained);
    }

    [TestMethod]
    public void An_acknowledgement_that_overtakes_the_PUBACK_leaves_nothing_to_wait_for()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.TakeScans(300);
        rig.ConnectNow();
        rig.BrokerTakes = false;
        rig.Advance(rig.Options.AckGraceMs + 1);
        rig.Ack(GatewayRig.Epoch, rig.LastSent);
        rig.Advance(5000);
        rig.Ack(GatewayRig.Epoch, rig.LastSent);
        rig.Advance(10 * rig.Options.PublishTimeoutMs);
        Assert.IsTrue(rig.Gateway.Link == LinkState.Up);
    }

    private static long TimeUntilPrimary(GatewayRig rig)
    {
        long since = rig.NowMs;
        while (rig.Broker == 1)
        {
            rig.Advance(1000);
        }

        return rig.NowMs - since;
    }

    private static GatewayRig Offline()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        while (rig.Gateway.Link != LinkState.Connecting)
        {
            rig.Advance(100);
        }

        return rig;
    }

    // A broker lets everybody in, and that is all. Returns how often somebody came.
    private static long LoopFor(GatewayRig rig, long ms)
    {
        long before = rig.Connects;
        long end = rig.NowMs + ms;
        while (rig.NowMs < end)
        {
            rig.Advance(100);
            if (rig.Gateway.Link == LinkState.Connecting)
            {
                rig.Gateway.LinkUp(rig.NowMs);
                rig.Drain();
            }
        }

        return rig.Connects - before;
    }
}
