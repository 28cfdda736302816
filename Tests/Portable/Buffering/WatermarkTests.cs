using System;
using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Tests.Portable.Buffering;

[TestClass]
public class WatermarkTests
{
    [TestMethod]
    public void I4_the_order_holds_whatever_recovery_found()
    {
        long[] values = { 0, 1, 7, 100, JournalLimits.MaxSequence };
        for (int i = 0; i < 5 * 5 * 5 * 5; i++)
        {
            Watermarks marks = new Watermarks();
            marks.Restore(values[i % 5], values[i / 5 % 5], values[i / 25 % 5], values[i / 125]);

            Assert.IsTrue(marks.Freed <= marks.Acked && marks.Acked <= marks.Sent && marks.Sent <= marks.Durable
                && marks.Sealed <= marks.Durable && marks.Durable == marks.Appended);
        }
    }

    [TestMethod]
    public void I4_nothing_goes_back()
    {
        Watermarks marks = new Watermarks();
        marks.Restore(2, 5, 8, 9);
        marks.MoveAcked(3);
        marks.MoveSent(4);
        marks.MoveSealed(6);
        marks.MoveFreed(1);

        Assert.AreEqual(5L, marks.Acked);
        Assert.AreEqual(8L, marks.Sent);
        Assert.AreEqual(8L, marks.Sealed);
        Assert.AreEqual(2L, marks.Freed);
    }

    [TestMethod]
    public void I4_more_than_is_durable_cannot_be_acknowledged()
    {
        Watermarks marks = new Watermarks();
        marks.Restore(0, 0, 5, 5);

        Assert.ThrowsException(typeof(InvalidOperationException), () => marks.MoveAcked(6));
    }
}
