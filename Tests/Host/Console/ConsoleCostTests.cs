using System;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Console;

/// <summary>What the console costs: nothing while nobody is there, and no more of the line than there is time for.</summary>
public sealed class ConsoleCostTests : IConsoleHost
{
    private const int BytesPerSecond = 115200 / 10;
    private const int SegmentsOfA4MegabyteModule = 11;

    private readonly MemoryStore _store = new();
    private readonly byte[] _text = new byte[256];
    private readonly GatewayConsole _console;
    private readonly Gateway _gateway;
    private readonly Sampler _sampler = new();
    private long _now;

    public ConsoleCostTests()
    {
        _sampler.AddSensor(new DemoSensor(1, 0, 6), 60_000, 0);
        var channels = new ChannelSetBody(_sampler.ChannelCount);
        for (int i = 0; i < _sampler.ChannelCount; i++)
        {
            channels.Names[i] = _sampler.GetChannel(i).Name;
            channels.Units[i] = _sampler.GetChannel(i).Unit;
            channels.Decimals[i] = (byte)_sampler.GetChannel(i).Decimals;
        }

        byte[] key = new byte[32];
        var options = new JournalOptions { MostChannels = _sampler.ChannelCount, BudgetBytes = SegmentsOfA4MegabyteModule * JournalLimits.SegmentFootprintBytes };
        _gateway = new Gateway(new GatewayOptions { Site = "yunwu", Gateway = "gw1" }, new Journal(_store, options, key), channels, _sampler, _store, key);
        Assert.Equal(StoreStatus.Ok, _gateway.Start(0, 7));
        _sampler.Begin(0);
        var configuration = new GatewayConfiguration(_store);
        Assert.Equal(StoreStatus.Ok, configuration.Load());
        _console = new GatewayConsole(_gateway, configuration, this);
    }

    [Fact]
    public void Turns_without_a_word_allocate_nothing()
    {
        Turn(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Turn(100_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_full_ring_leaves_in_less_than_thirty_seconds_at_115200_baud()
    {
        while (_gateway.Journal.Segments < SegmentsOfA4MegabyteModule - 1)
        {
            _now += 60_000;
            while (_sampler.Tick(_now))
            {
                Assert.True(_gateway.TakeScan(_now, _sampler.Current));
            }
        }

        Answer("@l login 123456\r"u8.ToArray());
        long bytes = Answer("@e evacuate\r"u8.ToArray());

        Assert.InRange(_store.TotalBytes, 140_000, 220_000);
        Assert.InRange(bytes, _store.TotalBytes * 5L / 4, 30L * BytesPerSecond);
        Assert.Equal(_gateway.Watermarks.Sealed, _gateway.Watermarks.Sent);
    }

    void IConsoleHost.Reboot()
    {
    }

    bool IConsoleHost.BeginProbe(byte probe) => false;

    int IConsoleHost.NextFinding(ProbeFinding finding) => ProbeFinding.Done;

    void IConsoleHost.EndProbe()
    {
    }

    private void Turn(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _now++;
            _console.Tick(_now);
            _console.TakeBytes(_now, _text, 0, 0);
            Assert.True(_console.NextText(_now, _text) == 0 && _console.NextDeadlineMs == long.MaxValue);
        }
    }

    private long Answer(byte[] line)
    {
        _console.TakeBytes(_now, line, 0, line.Length);
        long bytes = 0;
        while (_console.NextDeadlineMs <= _now)
        {
            bytes += _console.NextText(_now, _text);
        }

        return bytes;
    }
}
