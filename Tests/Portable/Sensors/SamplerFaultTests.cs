using nanoFramework.TestFramework;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Portable.Sensors;

/// <summary>What bad sensors do to themselves, and do not do to others.</summary>
[TestClass]
public class SamplerFaultTests
{
    private const int Hang = 1000000;

    [TestMethod]
    public void A_hanging_sensor_is_given_up_at_its_timeout()
    {
        ScriptedSensor hanging = new ScriptedSensor("hanging", 2, 400);
        hanging.ConversionMs = Hang;
        Sampler sampler = new Sampler();
        sampler.AddSensor(new ScriptedSensor("sound", 1, 100), 10000, 0);
        sampler.AddSensor(hanging, 10000, 0);
        sampler.Begin(0);

        Assert.IsFalse(sampler.Tick(0));
        Assert.IsFalse(sampler.Tick(399));
        Assert.IsTrue(sampler.Tick(400));

        Assert.AreEqual(0L, sampler.Current.MonotonicMs);
        CollectionAssert.AreEqual(
            new byte[] { Quality.Good, Quality.SensorFault, Quality.SensorFault },
            sampler.Current.Qualities);
        CollectionAssert.AreEqual(new int[] { 10, 0, 0 }, sampler.Current.Values);
        Assert.AreEqual(1L, sampler.Timeouts);
        Assert.AreEqual(1L, sampler.GetHealth(1).Timeouts);
        Assert.AreEqual(1, sampler.GetHealth(1).ConsecutiveFailures);
        Assert.AreEqual(SensorHealth.Never, sampler.GetHealth(1).LastGoodMs);
        Assert.AreEqual(0L, sampler.GetHealth(0).LastGoodMs);
    }

    [TestMethod]
    public void A_hanging_sensor_does_not_move_the_sampling_of_others()
    {
        ScriptedSensor hanging = new ScriptedSensor("hanging", 1, 2500);
        hanging.ConversionMs = Hang;
        ScriptedSensor sound = new ScriptedSensor("sound", 1, 100);
        Sampler sampler = new Sampler();
        sampler.AddSensor(hanging, 10000, 0);
        sampler.AddSensor(sound, 1000, 0);
        sampler.Begin(0);

        // The scans behind the hanging one are taken on time, and delivered in order after it.
        for (long now = 0; now < 2500; now += 100)
        {
            Assert.IsFalse(sampler.Tick(now));
            Assert.AreEqual(now / 1000 * 1000, sound.StartedMs);
        }

        for (int i = 0; i < 3; i++)
        {
            Assert.IsTrue(sampler.Tick(2500));
            Assert.AreEqual(i * 1000L, sampler.Current.MonotonicMs);
            Assert.AreEqual((i + 1) * 10, sampler.Current.Values[1]);
        }

        Assert.IsFalse(sampler.Tick(2500));
        Assert.AreEqual(0L, sampler.MissedSlots);
    }

    [TestMethod]
    public void When_too_many_scans_wait_the_next_slots_are_missed_and_counted()
    {
        ScriptedSensor hanging = new ScriptedSensor("hanging", 1, 7500);
        hanging.ConversionMs = Hang;
        ScriptedSensor sound = new ScriptedSensor("sound", 1, 100);
        Sampler sampler = new Sampler();
        sampler.AddSensor(hanging, 20000, 0);
        sampler.AddSensor(sound, 1000, 0);
        sampler.Begin(0);

        for (long now = 0; now < 7500; now += 100)
        {
            Assert.IsFalse(sampler.Tick(now));
        }

        int delivered = 0;
        while (sampler.Tick(7500))
        {
            delivered++;
        }

        // 0 to 3 s were under way; of 4 to 7 s the last one could still be measured.
        Assert.AreEqual(Sampler.MaxOpenScans + 1, delivered);
        Assert.AreEqual(3L, sampler.MissedSlots);
        Assert.AreEqual(8000L, sampler.NextDeadlineMs);
    }

    [TestMethod]
    public void A_failing_sensor_is_counted_until_it_recovers()
    {
        ScriptedSensor sensor = new ScriptedSensor("one", 1, 100);
        sensor.Fails = true;
        Sampler sampler = SamplerTests.Begun(sensor, 1000, 0);

        for (int i = 0; i < 3; i++)
        {
            Assert.IsTrue(sampler.Tick(i * 1000L));
            Assert.AreEqual(Quality.SensorFault, sampler.Current.Qualities[0]);
            Assert.AreEqual(0, sampler.Current.Values[0], "what a failing sensor wrote is not a reading");
        }

        Assert.AreEqual(3, sampler.GetHealth(0).ConsecutiveFailures);

        sensor.Fails = false;
        Assert.IsTrue(sampler.Tick(3000));

        Assert.AreEqual(Quality.Good, sampler.Current.Qualities[0]);
        Assert.AreEqual(0, sampler.GetHealth(0).ConsecutiveFailures);
        Assert.AreEqual(3L, sampler.GetHealth(0).Failures);
        Assert.AreEqual(1L, sampler.GetHealth(0).Readings);
        Assert.AreEqual(3000L, sampler.GetHealth(0).LastGoodMs);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_throwing_driver_costs_its_own_reading_only(bool onStart)
    {
        ScriptedSensor throwing = new ScriptedSensor("throwing", 1, 100);
        throwing.ThrowsOnStart = onStart;
        throwing.ThrowsOnPoll = !onStart;
        Sampler sampler = new Sampler();
        sampler.AddSensor(throwing, 1000, 0);
        sampler.AddSensor(new ScriptedSensor("sound", 1, 100), 1000, 0);
        sampler.Begin(0);

        Assert.IsTrue(sampler.Tick(0));

        CollectionAssert.AreEqual(new byte[] { Quality.SensorFault, Quality.Good }, sampler.Current.Qualities);
        Assert.AreEqual(1L, sampler.GetHealth(0).Exceptions);
        Assert.AreEqual(onStart ? "bus error on start" : "bus error", sampler.GetHealth(0).LastError);
    }

    [TestMethod]
    public void Readings_that_are_not_good_are_not_the_last_good_ones()
    {
        ScriptedSensor sensor = new ScriptedSensor("one", 1, 100);
        Sampler sampler = SamplerTests.Begun(sensor, 1000, 0);
        Assert.IsTrue(sampler.Tick(0));

        sensor.GivenQuality = Quality.WarmingUp;
        Assert.IsTrue(sampler.Tick(1000));

        Assert.AreEqual(20, sampler.Current.Values[0]);
        Assert.AreEqual(Quality.WarmingUp, sampler.Current.Qualities[0]);
        Assert.AreEqual(0L, sampler.GetHealth(0).LastGoodMs);
        Assert.AreEqual(0, sampler.GetHealth(0).ConsecutiveFailures);
    }

    [TestMethod]
    public void A_sensor_that_outlasts_its_slot_because_of_a_stall_does_not_repeat_a_time()
    {
        ScriptedSensor sensor = new ScriptedSensor("one", 1, 900);
        sensor.ConversionMs = 500;
        Sampler sampler = SamplerTests.Begun(sensor, 1000, 0);

        Assert.IsFalse(sampler.Tick(950), "late start of slot 0");
        Assert.IsTrue(sampler.Tick(1500), "ready after slot 1000, which starts at once");
        Assert.AreEqual(0L, sampler.Current.MonotonicMs);
        Assert.AreEqual(2, sensor.Starts);

        Assert.IsTrue(sampler.Tick(2000));
        Assert.AreEqual(1000L, sampler.Current.MonotonicMs);
        Assert.AreEqual(0L, sampler.MissedSlots);
    }
}
