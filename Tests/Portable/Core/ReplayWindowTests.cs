using nanoFramework.TestFramework;
using ZhiSan.Edge.Core.Uplink;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class ReplayWindowTests
{
    [TestMethod]
    public void What_is_finished_makes_room_in_order()
    {
        ReplayWindow window = Filled();
        Assert.AreEqual(4, window.InFlight);
        Assert.AreEqual(41L, window.Next);
        window.Finish(20);
        Assert.AreEqual(2, window.InFlight);
        window.Finish(25);
        Assert.AreEqual(2, window.InFlight);
        Assert.AreEqual(41L, window.Next);
    }

    [TestMethod]
    public void Reordered_answers_count_only_without_a_gap_before_them()
    {
        ReplayWindow window = Filled();
        Assert.AreEqual(0L, window.TakenThrough);
        window.Take(2, 100);
        window.Take(3, 100);
        Assert.AreEqual(0L, window.TakenThrough);
        window.Take(1, 100);
        Assert.AreEqual(30L, window.TakenThrough);
        Assert.AreEqual(1, window.Untaken);
    }

    [TestMethod]
    public void A_doubled_or_unknown_answer_changes_nothing()
    {
        ReplayWindow window = Filled();
        Assert.AreEqual(100L, window.Take(1, 100));
        Assert.AreEqual(-1L, window.Take(1, 200));
        Assert.AreEqual(-1L, window.Take(0, 200));
        Assert.AreEqual(-1L, window.Take(4096, 200));
        Assert.AreEqual(3, window.Untaken);
    }

    [TestMethod]
    public void A_late_doubled_answer_never_stands_for_a_later_message_in_the_same_slot()
    {
        ReplayWindow window = Filled();
        window.Take(1, 100);
        window.Finish(10);
        window.Send(41, 50, 5, 100);
        Assert.AreEqual(-1L, window.Take(1, 200));
        window.Take(2, 200);
        window.Take(3, 200);
        window.Take(4, 200);
        Assert.AreEqual(40L, window.TakenThrough);
    }

    [TestMethod]
    public void Answers_from_before_a_restart_are_history()
    {
        ReplayWindow window = Filled();
        window.Restart(20);
        Assert.AreEqual(-1L, window.Take(1, 100));
        Assert.AreEqual(21L, window.Next);
        Assert.AreEqual(0, window.InFlight);
    }

    [TestMethod]
    public void What_did_not_get_out_is_sent_again_with_what_followed_it()
    {
        ReplayWindow window = Filled();
        window.Take(1, 100);
        window.Take(4, 100);
        Assert.IsTrue(window.Refuse(3));
        Assert.AreEqual(21L, window.Next);
        Assert.AreEqual(2, window.InFlight);
        Assert.AreEqual(1, window.Untaken);
        Assert.IsFalse(window.Refuse(4));
        Assert.IsFalse(window.Refuse(1));
    }

    private static ReplayWindow Filled()
    {
        ReplayWindow window = new ReplayWindow();
        window.Restart(0);
        window.Send(1, 10, 1, 0);
        window.Send(11, 20, 2, 0);
        window.Send(21, 30, 3, 0);
        window.Send(31, 40, 4, 0);
        return window;
    }
}
