using System;
using Xunit;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;

namespace ZhiSan.Edge.Tests.Host.Sensors;

/// <summary>The device has some 100 KB for objects: sampling may not make any.</summary>
public sealed class SamplerAllocationTests
{
    [Fact]
    public void Ten_thousand_ticks_allocate_nothing()
    {
        var sampler = new Sampler();
        sampler.AddSensor(new DemoSensor(1, 0, 6), 60_000, 0);
        sampler.AddSensor(new UnreliableSensor("slow", 35, 100), 10_000, 500);
        sampler.AddSensor(new UnreliableSensor("hanging", 1_000_000, 100), 10_000, 0);
        sampler.Begin(0);
        long now = RunTicks(sampler, 0, 1000);
        long scansBefore = sampler.Scans;
        long timeoutsBefore = sampler.Timeouts;

        long before = GC.GetAllocatedBytesForCurrentThread();
        RunTicks(sampler, now, 10_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.True(sampler.Scans - scansBefore > 500);
        Assert.True(sampler.Timeouts - timeoutsBefore > 100);
    }

    private static long RunTicks(Sampler sampler, long now, int count)
    {
        for (int i = 0; i < count; i++)
        {
            // The deadline that an open scan leaves lies up to the next poll: 10 ms steps in a measurement, seconds between them.
            now = sampler.Tick(now) ? now : sampler.NextDeadlineMs;
        }

        return now;
    }

    /// <summary>Busy for a given time, which may be for ever.</summary>
    private sealed class UnreliableSensor : ISensor
    {
        private readonly Channel _channel;
        private readonly int _conversionMs;
        private long _startedMs;

        public UnreliableSensor(string id, int conversionMs, int timeoutMs)
        {
            Id = id;
            TimeoutMs = timeoutMs;
            _conversionMs = conversionMs;
            _channel = new Channel(id, "Cel", 2);
        }

        public string Id { get; }

        public int ChannelCount => 1;

        public int TimeoutMs { get; }

        public Channel GetChannel(int index) => _channel;

        public void Start(long monotonicMs) => _startedMs = monotonicMs;

        public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
        {
            target.Set(firstChannel, 1, Quality.Good);
            return monotonicMs - _startedMs < _conversionMs ? SensorStatus.Busy : SensorStatus.Ready;
        }
    }
}
