using System;
using nanoFramework.TestFramework;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Portable.Sensors;

/// <summary>Which scans there are, at what times, and who is in them.</summary>
[TestClass]
public class SamplerTests
{
    [TestMethod]
    public void A_scan_carries_its_slot_however_long_the_sensor_takes()
    {
        ScriptedSensor sensor = new ScriptedSensor("slow", 2, 500);
        sensor.ConversionMs = 30;
        Sampler sampler = Begun(sensor, 10000, 2000);

        Assert.IsFalse(sampler.Tick(1999));
        Assert.IsFalse(sampler.Tick(2004), "started");
        Assert.AreEqual(1, sensor.Starts);
        Assert.IsFalse(sampler.Tick(2024), "busy");
        Assert.IsTrue(sampler.Tick(2034), "ready");

        Assert.AreEqual(2000L, sampler.Current.MonotonicMs);
        Assert.AreEqual(11, sampler.Current.Values[1]);
        Assert.AreEqual(Quality.Good, sampler.Current.Qualities[1]);
        Assert.IsFalse(sampler.Tick(2034), "one scan a slot");
    }

    [TestMethod]
    public void Sensors_of_one_slot_share_a_scan_and_the_others_are_absent()
    {
        Sampler sampler = new Sampler();
        sampler.AddSensor(new ScriptedSensor("often", 1, 100), 1000, 0);
        sampler.AddSensor(new ScriptedSensor("seldom", 2, 100), 3000, 0);
        sampler.Begin(0);

        Assert.IsTrue(sampler.Tick(0));
        CollectionAssert.AreEqual(new byte[] { Quality.Good, Quality.Good, Quality.Good }, sampler.Current.Qualities);
        Assert.IsFalse(sampler.Tick(0));

        Assert.IsTrue(sampler.Tick(1000));
        CollectionAssert.AreEqual(new byte[] { Quality.Good, Quality.Absent, Quality.Absent }, sampler.Current.Qualities);
        CollectionAssert.AreEqual(new int[] { 20, 0, 0 }, sampler.Current.Values);
    }

    [TestMethod]
    public void Following_the_deadlines_finds_every_scan_on_time()
    {
        ScriptedSensor first = new ScriptedSensor("first", 1, 100);
        first.ConversionMs = 25;
        Sampler sampler = new Sampler();
        sampler.AddSensor(first, 1000, 0);
        sampler.AddSensor(new ScriptedSensor("second", 1, 100), 700, 300);
        sampler.Begin(0);

        long now = 0;
        int scans = 0;
        while (now < 21000)
        {
            while (sampler.Tick(now))
            {
                scans++;
            }

            Assert.IsTrue(sampler.NextDeadlineMs > now, "a deadline that does not move on is a busy loop");
            now = sampler.NextDeadlineMs;
        }

        // 21 and 30 slots, of which those at 1000, 8000 and 15000 coincide.
        Assert.AreEqual(48, scans);
        Assert.AreEqual(0L, sampler.MissedSlots);
        Assert.AreEqual(48L, sampler.Scans);
    }

    [TestMethod]
    public void After_a_stall_the_last_slot_is_measured_and_the_others_are_counted()
    {
        ScriptedSensor sensor = new ScriptedSensor("one", 1, 100);
        Sampler sampler = Begun(sensor, 1000, 0);
        Assert.IsTrue(sampler.Tick(0));

        Assert.IsTrue(sampler.Tick(7300), "one scan");
        Assert.AreEqual(7000L, sampler.Current.MonotonicMs);
        Assert.IsFalse(sampler.Tick(7300), "no burst");

        Assert.AreEqual(6L, sampler.MissedSlots);
        Assert.AreEqual(6L, sampler.GetHealth(0).MissedSlots);
        Assert.AreEqual(8000L, sampler.NextDeadlineMs);
    }

    [TestMethod]
    [DataRow(61000L, 60000L)]
    [DataRow(61001L, 61001L)]
    [DataRow(119999L, 119999L)]
    public void A_late_start_carries_its_slot_only_while_that_is_honest(long startMs, long scanMs)
    {
        Sampler sampler = Begun(new ScriptedSensor("one", 1, 100), 60000, 0);
        Assert.IsTrue(sampler.Tick(0));

        Assert.IsTrue(sampler.Tick(startMs));

        Assert.AreEqual(scanMs, sampler.Current.MonotonicMs);
        Assert.AreEqual(0L, sampler.MissedSlots);
        Assert.AreEqual(120000L, sampler.NextDeadlineMs);
    }

    [TestMethod]
    public void A_self_timed_sensor_keeps_its_own_times_and_loses_nothing()
    {
        Sampler sampler = new Sampler();
        sampler.AddSensor(new ScriptedEvents("tips", new long[] { 10, 11, 5000, 5001, 5002, 5003, 5004, 5005, 90000 }));
        sampler.AddSensor(new ScriptedSensor("clock", 1, 100), 5000, 2);
        sampler.Begin(0);

        // One tick after a long stall: all events in order, each at its own time; 5002 holds both sensors.
        long[] expected = new long[] { 10, 11, 5000, 5001, 5002, 5003, 5004, 5005 };
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.IsTrue(sampler.Tick(5900));
            Assert.AreEqual(expected[i], sampler.Current.MonotonicMs);
            Assert.AreEqual(i + 1, sampler.Current.Values[0]);
            Assert.AreEqual(expected[i] == 5002 ? Quality.Good : Quality.Absent, sampler.Current.Qualities[1]);
        }

        Assert.IsFalse(sampler.Tick(5900));
        Assert.AreEqual(10002L, sampler.NextDeadlineMs);
        Assert.AreEqual(1L, sampler.GetHealth(1).MissedSlots);
        Assert.AreEqual(0L, sampler.GetHealth(0).MissedSlots);
    }

    [TestMethod]
    public void Sampling_without_sensors_or_events_never_wakes_up()
    {
        Sampler empty = new Sampler();
        Assert.AreEqual(long.MaxValue, empty.NextDeadlineMs);
        empty.Begin(0);
        Assert.IsFalse(empty.Tick(1000));
        Assert.AreEqual(long.MaxValue, empty.NextDeadlineMs);
    }

    [TestMethod]
    public void Time_that_goes_back_is_taken_as_standing_still()
    {
        Sampler sampler = Begun(new ScriptedSensor("one", 1, 100), 1000, 0);
        Assert.IsTrue(sampler.Tick(5000));

        Assert.IsFalse(sampler.Tick(100));
        Assert.IsTrue(sampler.Tick(6000));

        Assert.AreEqual(6000L, sampler.Current.MonotonicMs);
    }

    [TestMethod]
    public void The_first_slot_is_the_next_one_and_nothing_before_it_is_missed()
    {
        Sampler sampler = new Sampler();
        sampler.AddSensor(new ScriptedSensor("one", 1, 100), 60000, 0);
        sampler.Begin(123456);

        Assert.IsFalse(sampler.Tick(123456));
        Assert.AreEqual(180000L, sampler.NextDeadlineMs);
        Assert.IsTrue(sampler.Tick(180000));
        Assert.AreEqual(0L, sampler.MissedSlots);
    }

    [TestMethod]
    public void The_current_scan_exists_only_after_a_tick_that_delivered_it()
    {
        Sampler sampler = Begun(new ScriptedSensor("one", 1, 100), 1000, 0);
        Assert.ThrowsException(typeof(InvalidOperationException), () => ReadCurrent(sampler));

        Assert.IsTrue(sampler.Tick(0));
        Assert.AreEqual(0L, sampler.Current.MonotonicMs);

        Assert.IsFalse(sampler.Tick(1));
        Assert.ThrowsException(typeof(InvalidOperationException), () => ReadCurrent(sampler));
    }

    internal static Sampler Begun(ScriptedSensor sensor, int periodMs, int phaseMs)
    {
        Sampler sampler = new Sampler();
        sampler.AddSensor(sensor, periodMs, phaseMs);
        sampler.Begin(0);
        return sampler;
    }

    private static void ReadCurrent(Sampler sampler)
    {
        Scan scan = sampler.Current;
        Assert.IsNull(scan, "not reached");
    }
}
