using System;
using nanoFramework.TestFramework;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Portable.Sensors;

/// <summary>Putting a sampler together: numbering, limits, and what is refused.</summary>
[TestClass]
public class SamplerSetupTests
{
    [TestMethod]
    public void Channels_are_numbered_in_the_order_of_adding()
    {
        Sampler sampler = new Sampler();
        Assert.AreEqual(0, sampler.AddSensor(new ScriptedSensor("a", 2, 100), 1000, 0));
        Assert.AreEqual(1, sampler.AddSensor(new ScriptedSensor("b", 3, 100), 1000, 0));

        Assert.AreEqual(2, sampler.SensorCount);
        Assert.AreEqual(5, sampler.ChannelCount);
        Assert.AreEqual(2, sampler.GetFirstChannel(1));
        Assert.AreEqual("a_1", sampler.GetChannel(1).Name);
        Assert.AreEqual("b_0", sampler.GetChannel(2).Name);
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => sampler.GetChannel(5));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => sampler.GetChannel(-1));
    }

    [TestMethod]
    public void A_gateway_has_at_most_32_channels()
    {
        Sampler sampler = new Sampler();
        sampler.AddSensor(new ScriptedSensor("a", 31, 100), 1000, 0);

        Assert.ThrowsException(typeof(ArgumentException), () => sampler.AddSensor(new ScriptedSensor("b", 2, 100), 1000, 0));

        sampler.AddSensor(new ScriptedSensor("c", 1, 100), 1000, 0);
        sampler.Begin(0);
        Assert.IsTrue(sampler.Tick(0));
        Assert.AreEqual(Quality.Good, sampler.Current.Qualities[31]);
    }

    [TestMethod]
    public void What_cannot_work_is_refused_when_it_is_added()
    {
        Sampler sampler = new Sampler();
        sampler.AddSensor(new ScriptedSensor("a", 1, 100), 1000, 0);

        RequireRefusal(sampler, new ScriptedSensor("a", 1, 100), 1000, 0, "name taken");
        RequireRefusal(sampler, new ScriptedSensor("b", 1, 100), 100, 0, "period not longer than the timeout");
        RequireRefusal(sampler, new ScriptedSensor("b", 1, 100), 1000, 1000, "phase");
        RequireRefusal(sampler, new ScriptedSensor("b", 0, 100), 1000, 0, "no channels");
        RequireRefusal(sampler, new ScriptedSensor("b", 1, 0), 1000, 0, "no timeout");
        RequireRefusal(sampler, new ScriptedEvents("b", new long[] { 1 }), 1000, 0, "self-timed");
        Assert.AreEqual(1, sampler.ChannelCount);
    }

    [TestMethod]
    public void The_order_of_calls_matters()
    {
        Sampler sampler = new Sampler();
        Assert.ThrowsException(typeof(InvalidOperationException), () => sampler.Tick(0));

        sampler.Begin(0);

        Assert.ThrowsException(typeof(InvalidOperationException), () => sampler.Begin(0));
        Assert.ThrowsException(
            typeof(InvalidOperationException),
            () => sampler.AddSensor(new ScriptedSensor("late", 1, 100), 1000, 0));
    }

    private static void RequireRefusal(Sampler sampler, ISensor sensor, int periodMs, int phaseMs, string why)
    {
        Assert.ThrowsException(typeof(ArgumentException), () => sampler.AddSensor(sensor, periodMs, phaseMs), why);
    }
}
