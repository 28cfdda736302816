using nanoFramework.TestFramework;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Portable.Sensors;

/// <summary>Random sensors, faults and stalls: what must hold whatever happens.</summary>
[TestClass]
public class SamplerStormTests
{
    private const int Sensors = 4;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(20260731)]
    public void Times_rise_and_every_slot_is_accounted_for(int seed)
    {
        uint random = (uint)seed;
        ScriptedSensor[] sensors = new ScriptedSensor[Sensors];
        Sampler sampler = new Sampler();
        for (int i = 0; i < Sensors; i++)
        {
            sensors[i] = new ScriptedSensor("s" + i.ToString(), 1 + i, 200 * (i + 1));
            sampler.AddSensor(sensors[i], 1000 + (i * 700), i * 100);
        }

        sampler.Begin(0);
        long now = 0;
        long lastScanMs = -1;
        for (int step = 0; step < 6000; step++)
        {
            random = Next(random);
            Disturb(sensors[random % Sensors], (random >> 8) % 16);
            lastScanMs = TakeScans(sampler, now, lastScanMs);
            for (int i = 0; i < Sensors; i++)
            {
                long unfinished = Unfinished(sampler, sensors, i);
                Assert.IsTrue(unfinished == 0 || unfinished == 1, "every start ends once");
                Assert.IsTrue(Waiting(sampler, sensors, i, now) >= 0, "no slot is counted twice");
            }

            random = Next(random);
            now = random % 50 == 0 ? now + 5000 : sampler.NextDeadlineMs + (random % 7);
        }

        now = CalmDown(sampler, sensors, now, lastScanMs);

        for (int i = 0; i < Sensors; i++)
        {
            Assert.AreEqual(0L, Unfinished(sampler, sensors, i), "nothing hangs");
            Assert.AreEqual(0L, Waiting(sampler, sensors, i, now), "every slot was started or counted as missed");
            Assert.AreEqual(0, sampler.GetHealth(i).ConsecutiveFailures, "all are well again");
        }

        Assert.IsTrue(sampler.Scans > 300, "the storm leaves something to look at");
        Assert.IsTrue(sampler.MissedSlots > 0, "and it stalls");
        Assert.IsTrue(sampler.Timeouts > 0, "and it hangs");
    }

    /// <summary>All sensors answer at once from here on; ends at a deadline with nothing open.</summary>
    private static long CalmDown(Sampler sampler, ScriptedSensor[] sensors, long now, long lastScanMs)
    {
        const uint sound = 4;
        for (int i = 0; i < Sensors; i++)
        {
            Disturb(sensors[i], sound);
            sensors[i].ConversionMs = 0;
        }

        for (int step = 0; step < 60; step++)
        {
            lastScanMs = TakeScans(sampler, now, lastScanMs);
            now = sampler.NextDeadlineMs;
        }

        TakeScans(sampler, now, lastScanMs);
        return now;
    }

    private static long TakeScans(Sampler sampler, long now, long lastScanMs)
    {
        while (sampler.Tick(now))
        {
            Assert.IsTrue(sampler.Current.MonotonicMs > lastScanMs, "scan times rise");
            Assert.IsTrue(sampler.Current.MonotonicMs <= now, "no scan comes from the future");
            lastScanMs = sampler.Current.MonotonicMs;
        }

        return lastScanMs;
    }

    private static long Unfinished(Sampler sampler, ScriptedSensor[] sensors, int sensor)
    {
        SensorHealth health = sampler.GetHealth(sensor);
        return sensors[sensor].Starts - health.Readings - health.Failures;
    }

    private static long Waiting(Sampler sampler, ScriptedSensor[] sensors, int sensor, long now)
    {
        long passed = sampler.GetSchedule(sensor)!.CountSlots(0, now + 1);
        return passed - sensors[sensor].Starts - sampler.GetHealth(sensor).MissedSlots;
    }

    private static void Disturb(ScriptedSensor sensor, uint what)
    {
        sensor.Fails = what == 0;
        sensor.ThrowsOnPoll = what == 1;
        sensor.ThrowsOnStart = what == 2;
        sensor.ConversionMs = what == 3 ? 1000000 : (int)what * 9;
    }

    private static uint Next(uint state)
    {
        // xorshift32 (Marsaglia 2003)
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return state;
    }
}
