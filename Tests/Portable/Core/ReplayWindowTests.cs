using nanoFramework.TestFramework;
using ZhiSan.Edge.Core.Uplink;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class ReplayWindowTests
{
    [TestMethod]
    public void The_window_is_full_after_its_slots()
    {
        ReplayWindow window = Filled(out int _);
        Assert.IsFalse(window.HasRoom);
        Assert.AreEqual(ReplayWindow.Slots, window.InFlight);
        Assert.AreEqual(41L, window.Next);
    }

    [TestMethod]
    public void Completion_counts_only_without_a_gap_before_it()
    {
        ReplayWindow window = Filled(out int first);
        Assert.AreEqual(0L, window.Complete(first + 1));
        Assert.AreEqual(0L, window.Complete(first + 2));
        Assert.AreEqual(30L, window.Complete(first));
        Assert.AreEqual(1, window.InFlight);
    }

    [TestMethod]
    public void A_doubled_or_unknown_result_changes_nothing()
    {
        ReplayWindow window = Filled(out int first);
        Assert.AreEqual(10L, window.Complete(first));
        Assert.AreEqual(0L, window.Complete(first));
        Assert.AreEqual(0L, window.Complete(-1));
        Assert.AreEqual(0L, window.Complete(first + 4096));
    }

    [TestMethod]
    public void Results_from_before_a_restart_are_history()
    {
        ReplayWindow window = Filled(out int first);
        window.Restart(20);
        Assert.AreEqual(0L, window.Complete(first));
        Assert.AreEqual(21L, window.Next);
        Assert.IsTrue(window.HasRoom);
    }

    private static ReplayWindow Filled(out int firstToken)
    {
        ReplayWindow window = new ReplayWindow();
        window.Restart(0);
        firstToken = window.Send(10);
        window.Send(20);
        window.Send(30);
        window.Send(40);
        return window;
    }
}
