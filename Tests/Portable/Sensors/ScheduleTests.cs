using System;
using nanoFramework.TestFramework;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Portable.Sensors;

[TestClass]
public class ScheduleTests
{
    [TestMethod]
    [DataRow(60000, 0, 0L, 0L, 60000L)]
    [DataRow(60000, 0, 1L, 60000L, 60000L)]
    [DataRow(60000, 0, 59999L, 60000L, 60000L)]
    [DataRow(60000, 0, 60000L, 60000L, 120000L)]
    [DataRow(60000, 5000, 0L, 5000L, 5000L)]
    [DataRow(60000, 5000, 5000L, 5000L, 65000L)]
    [DataRow(60000, 5000, 5001L, 65000L, 65000L)]
    [DataRow(1, 0, 7L, 7L, 8L)]
    [DataRow(1000, 999, 9000000000000L, 9000000000999L, 9000000000999L)]
    public void Slots_lie_on_the_grid(int periodMs, int phaseMs, long nowMs, long nextAtOrAfter, long nextAfter)
    {
        Schedule schedule = new Schedule(periodMs, phaseMs);

        Assert.AreEqual(nextAtOrAfter, schedule.NextAtOrAfter(nowMs));
        Assert.AreEqual(nextAfter, schedule.NextAfter(nowMs));
        Assert.AreEqual(nextAfter - periodMs, schedule.LastAtOrBefore(nowMs));
    }

    [TestMethod]
    public void A_year_of_late_ticks_does_not_make_it_drift()
    {
        Schedule schedule = new Schedule(60000, 7000);
        long slot = schedule.NextAtOrAfter(0);
        for (int i = 1; i <= 10000; i++)
        {
            // Each slot is noticed up to 44 s late.
            long noticed = slot + (i * 37 % 44000);
            slot = schedule.NextAfter(noticed);

            Assert.AreEqual(7000L + (i * 60000L), slot);
        }
    }

    [TestMethod]
    [DataRow(0L, 0L, 0L)]
    [DataRow(0L, 1L, 1L)]
    [DataRow(0L, 10L, 1L)]
    [DataRow(0L, 11L, 2L)]
    [DataRow(1L, 11L, 1L)]
    [DataRow(11L, 20L, 0L)]
    [DataRow(50L, 20L, 0L)]
    public void Slots_between_two_instants_are_counted(long fromMs, long beforeMs, long count)
    {
        Assert.AreEqual(count, new Schedule(10, 0).CountSlots(fromMs, beforeMs));
    }

    [TestMethod]
    public void A_schedule_refuses_what_has_no_grid()
    {
        Assert.ThrowsException(typeof(ArgumentException), () => new Schedule(0, 0));
        Assert.ThrowsException(typeof(ArgumentException), () => new Schedule(-1, 0));
        Assert.ThrowsException(typeof(ArgumentException), () => new Schedule(10, 10));
        Assert.ThrowsException(typeof(ArgumentException), () => new Schedule(10, -1));
    }
}
