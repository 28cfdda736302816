using nanoFramework.TestFramework;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class RepairTests
{
    [TestMethod]
    public void History_is_sent_again_and_the_end_is_said()
    {
        GatewayRig rig = Delivered(1000);
        int before = rig.PageMessages;
        Replay(rig, "r", 1, 100, 500);
        rig.Advance(1000);
        Assert.IsTrue(rig.PageMessages > before);
        Assert.AreEqual(
            "{\"id\":\"r\",\"counter\":1,\"status\":\"ok\"}"
            + "{\"id\":\"r\",\"counter\":1,\"status\":\"done\",\"epoch\":77,\"from\":100,\"to\":500}", rig.Replies);
        Assert.IsTrue(rig.LastSent >= 500);
        Assert.IsTrue(rig.FirstSent <= 500);
    }

    [TestMethod]
    public void A_platform_that_lost_everything_gets_everything_that_is_still_held()
    {
        GatewayRig rig = Delivered(1000);
        rig.ReplayTo = rig.Journal.Watermarks.Acked;
        Replay(rig, "r", 1, 1, rig.ReplayTo);
        rig.Advance(5000);
        Assert.Contains("\"status\":\"done\"", rig.Replies);
        Assert.AreEqual(rig.Journal.Watermarks.Acked, rig.ReplayedThrough);
        Assert.IsFalse(rig.ReplayHadGap);
    }

    [TestMethod]
    public void What_is_freed_is_said_to_be_freed_also_after_a_restart()
    {
        GatewayRig rig = Delivered(45000, 3);
        long freed = rig.Journal.Watermarks.Freed;
        Assert.IsTrue(freed > 0);
        Replay(rig, "r", 1, 1, freed + 10);
        rig.Advance(1000);
        string gone = "\"status\":\"gone\",\"cause\":\"freed\",\"epoch\":77,\"from\":1,\"to\":" + freed.ToString();
        Assert.Contains(gone, rig.Replies);
        rig.Start();
        rig.ConnectNow();
        Replay(rig, "r", 2, 1, freed + 10);
        rig.Advance(5000);
        Assert.Contains("\"id\":\"r\",\"counter\":2," + gone, rig.Replies);
    }

    [TestMethod]
    public void What_is_thinned_is_said_to_be_thinned_also_after_a_restart()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.SegmentBudget = 3;
        rig.Start();
        rig.TakeScans(45000);
        Assert.IsTrue(rig.Journal.Watermarks.Freed > 1);
        rig.Start();
        rig.PlatformAcks = true;
        rig.ConnectNow();
        rig.Advance(60000);
        Replay(rig, "r", 2, 1, 200);
        rig.Advance(1000);
        Assert.Contains("\"status\":\"gone\",\"cause\":\"thinned\",\"epoch\":77,\"from\":1,", rig.Replies);
        Assert.Contains("\"status\":\"done\"", rig.Replies);
    }

    [TestMethod]
    public void What_is_damaged_is_said_to_be_lost()
    {
        GatewayRig rig = Delivered(20000);
        rig.Store.Set(rig.SegmentName(), null);
        Replay(rig, "r", 2, 1, 20000);
        rig.Advance(5000);
        Assert.Contains("\"status\":\"gone\",\"cause\":\"lost\",\"epoch\":77,\"from\":1,", rig.Replies);
        Assert.Contains("\"status\":\"done\"", rig.Replies);
    }

    [TestMethod]
    public void A_tombstone_that_is_destroyed_is_written_again_when_the_platform_asks()
    {
        GatewayRig rig = Delivered(300);
        string segment = rig.SegmentName();
        int end = rig.Store.Get(segment)!.Length;
        rig.Store.Get(segment)![60] ^= 0x20;
        Replay(rig, "r", 1, 1, 300);
        rig.Advance(5000);
        long lost = LostNumbers(rig);
        Assert.IsTrue(lost > 0);

        // It stands, and is not said twice.
        rig.TakeScans(10);
        rig.Gateway.Drain(rig.NowMs);
        rig.Advance(5000);
        Replay(rig, "s", 2, 1, lost);
        rig.Advance(5000);
        Assert.AreEqual(lost, LostNumbers(rig));

        rig.Store.Get(segment)![end + 20] ^= 0x20;
        Replay(rig, "t", 3, 1, lost);
        rig.Advance(5000);
        Assert.AreEqual(lost, LostNumbers(rig));
        Assert.Contains("\"id\":\"t\",\"counter\":3,\"status\":\"done\"", rig.Replies);
    }

    [TestMethod]
    public void A_repair_goes_on_over_a_lost_link()
    {
        GatewayRig rig = Delivered(5000);
        rig.BrokerTakes = false;
        rig.ReplayTo = 4000;
        Replay(rig, "r", 1, 1, 4000);
        rig.Advance(1000);
        rig.Lose(IncidentCause.Broker);
        rig.BrokerTakes = true;
        rig.ConnectNow();
        rig.Advance(5000);
        Assert.Contains("\"status\":\"ok\"", rig.Replies);
        Assert.Contains("\"status\":\"done\"", rig.Replies);
        Assert.IsTrue(rig.ReplayedThrough >= 4000);
        Assert.IsFalse(rig.ReplayHadGap);
    }

    [TestMethod]
    [DataRow(78, 1, 10, "other-epoch")]
    [DataRow(77, 0, 10, "bad-range")]
    [DataRow(77, 10, 9, "bad-range")]
    [DataRow(77, 1000000, 1000001, "not-sent-yet")]
    public void A_replay_that_makes_no_sense_is_refused(int epoch, int from, int to, string reason)
    {
        GatewayRig rig = Delivered(200);
        Replay(rig, "r", 1, (uint)epoch, from, to);
        Assert.Contains("\"status\":\"refused\",\"reason\":\"" + reason + "\"", rig.Replies);
    }

    [TestMethod]
    public void One_replay_at_a_time()
    {
        GatewayRig rig = Delivered(5000);
        rig.BrokerTakes = false;
        Replay(rig, "r", 1, 1, 4000);
        Replay(rig, "s", 2, 1, 4000);
        rig.Lose(IncidentCause.Broker);
        rig.BrokerTakes = true;
        rig.ConnectNow();
        Assert.Contains("\"id\":\"s\",\"counter\":2,\"status\":\"refused\",\"reason\":\"busy\"", rig.Replies);
    }

    private static GatewayRig Delivered(int scans) => Delivered(scans, 0);

    private static GatewayRig Delivered(int scans, int segments)
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.SegmentBudget = segments;
        rig.Start();
        rig.PlatformAcks = true;
        rig.ConnectNow();
        rig.TakeScans(scans);
        rig.Gateway.Drain(rig.NowMs);
        rig.Advance(5000);
        return rig;
    }

    // Numbers in the tombstones that can be read.
    private static long LostNumbers(GatewayRig rig)
    {
        PlatformView view = new PlatformView(1000, 2, rig.Key);
        view.ReadAll(rig.Journal, 1);
        return view.LostNumbers;
    }

    private static void Replay(GatewayRig rig, string id, long counter, long from, long to) =>
        Replay(rig, id, counter, GatewayRig.Epoch, from, to);

    private static void Replay(GatewayRig rig, string id, long counter, uint epoch, long from, long to)
    {
        string e = epoch.ToString();
        string f = from.ToString();
        string t = to.ToString();
        CommandTests.Send(
            rig, id, counter, "replay", ",\"epoch\":" + e + ",\"from\":" + f + ",\"to\":" + t, e + "\n" + f + "\n" + t);
    }
}
