using System;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Portable.Sensors;

/// <summary>A sensor that behaves as the test says.</summary>
internal sealed class ScriptedSensor : ISensor
{
    private readonly Channel[] _channels;

    public ScriptedSensor(string name, int channelCount, int timeoutMs)
    {
        Id = name;
        TimeoutMs = timeoutMs;
        _channels = new Channel[channelCount];
        for (int i = 0; i < channelCount; i++)
        {
            _channels[i] = new Channel(name + "_" + i.ToString(), "Cel", 2);
        }
    }

    public string Id { get; }

    public int ChannelCount => _channels.Length;

    public int TimeoutMs { get; }

    /// <summary>From start to ready. Longer than the timeout: it hangs.</summary>
    public int ConversionMs { get; set; }

    public bool Fails { get; set; }

    public bool ThrowsOnStart { get; set; }

    public bool ThrowsOnPoll { get; set; }

    public byte GivenQuality { get; set; }

    public int Starts { get; private set; }

    public long StartedMs { get; private set; }

    public Channel GetChannel(int index) => _channels[index];

    public void Start(long monotonicMs)
    {
        Starts++;
        StartedMs = monotonicMs;
        if (ThrowsOnStart)
        {
            throw new Exception("bus error on start");
        }
    }

    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        if (ThrowsOnPoll)
        {
            throw new Exception("bus error");
        }

        if (monotonicMs - StartedMs < ConversionMs)
        {
            return SensorStatus.Busy;
        }

        for (int i = 0; i < _channels.Length; i++)
        {
            target.Set(firstChannel + i, (Starts * 10) + i, GivenQuality);
        }

        return Fails ? SensorStatus.Failed : SensorStatus.Ready;
    }
}
