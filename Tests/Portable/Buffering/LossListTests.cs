using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Portable.Buffering;

[TestClass]
public class LossListTests
{
    [TestMethod]
    public void Neighbours_with_the_same_cause_become_one()
    {
        LossList list = new LossList(LossCause.Damaged);
        list.Add(5, 6, LossCause.TornWrite);
        list.Add(9, 9, LossCause.TornWrite);
        list.Add(1, 2, LossCause.Damaged);
        list.Add(7, 8, LossCause.TornWrite);

        Assert.AreEqual(2, list.Count);
        Assert.AreEqual(2L, list.OldestLast);
        list.RemoveOldest();
        Assert.AreEqual(5L, list.OldestFirst);
        Assert.AreEqual(9L, list.OldestLast);
    }

    [TestMethod]
    public void What_is_accounted_for_elsewhere_is_taken_out()
    {
        LossList list = new LossList(LossCause.Damaged);
        list.Add(10, 20, LossCause.Damaged);
        list.Add(30, 40, LossCause.Damaged);
        list.Cover(15, 35);

        Assert.AreEqual(2, list.Count);
        Assert.AreEqual(14L, list.OldestLast);
        list.RemoveOldest();
        Assert.AreEqual(36L, list.OldestFirst);
        list.Cover(1, 100);
        Assert.AreEqual(0, list.Count);
    }

    [TestMethod]
    public void I3_a_full_list_tells_too_much_rather_than_nothing()
    {
        LossList list = new LossList(LossCause.RingFull);
        for (int i = 0; i < 100; i++)
        {
            list.Add((i * 10) + 1, (i * 10) + 2, LossCause.TornWrite);
        }

        long covered = 0;
        long last = 0;
        while (list.Count > 0)
        {
            Assert.IsTrue(list.OldestFirst > last);
            last = list.OldestLast;
            covered += list.OldestLast - list.OldestFirst + 1;
            list.RemoveOldest();
        }

        Assert.AreEqual(992L, last);
        Assert.IsTrue(covered >= 200);
    }
}
