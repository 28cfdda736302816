using System;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Simulator;

/// <summary>Four channels of a tea garden's weather that depend on gateway and time only; it fails, hangs and throws when told to.</summary>
/// <param name="seed">What tells this gateway's weather from another's.</param>
internal sealed class SimSensor(ulong seed) : ISensor
{
    private static readonly Channel[] Channels =
    [
        new("air_temperature", "Cel", 2), new("air_humidity", "%RH", 2), new("light", "lx", 0), new("soil_moisture", "%", 1),
    ];

    private readonly int[] _values = new int[4];
    private readonly byte[] _qualities = new byte[4];
    private long _startedMs;

    /// <summary>The least and the most that a channel gives.</summary>
    public static (int Least, int Most) Range(int channel) => ((channel + 1) * 1000, ((channel + 1) * 1000) + 720 + 31);

    /// <summary>Whether it fails at present, and how: 0 not, 1 fails, 2 hangs, 3 throws, 4 gives values without quality.</summary>
    public int Fault { get; set; }

    /// <inheritdoc/>
    public string Id => "weather";

    /// <inheritdoc/>
    public int ChannelCount => 4;

    /// <inheritdoc/>
    public int TimeoutMs => 500;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => Channels[index];

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
        _startedMs = monotonicMs;
        var minute = (ulong)(monotonicMs / 60_000);
        for (var i = 0; i < 4; i++)
        {
            var noise = (int)(SimRandom.Mix(seed ^ (minute * 4) ^ (ulong)i) & 31);
            var day = (int)(minute % 1440);
            _values[i] = ((i + 1) * 1000) + (day < 720 ? day : 1440 - day) + noise;
            _qualities[i] = Fault == 4 ? (byte)(1 + ((minute + (ulong)i) % 7)) : Quality.Good;
            _values[i] = Quality.HasValue(_qualities[i]) ? _values[i] : 0;
        }
    }

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        switch (Fault)
        {
            case 1:
                return SensorStatus.Failed;
            case 2:
                return SensorStatus.Busy;
            case 3:
                throw new InvalidOperationException("the bus is stuck");
        }

        for (var i = 0; i < 4; i++)
        {
            target.Set(firstChannel + i, _values[i], _qualities[i]);
        }

        return SensorStatus.Ready;
    }

    /// <summary>Whether a scan says what this sensor gave, or that it gave nothing.</summary>
    public bool Gave(Scan scan)
    {
        for (var i = 0; i < 4; i++)
        {
            var isFault = scan.Qualities[i] == Quality.SensorFault;
            if (Fault is > 0 and < 4 ? !isFault : scan.Values[i] != _values[i] || scan.Qualities[i] != _qualities[i])
            {
                return isFault && _startedMs < scan.MonotonicMs;
            }
        }

        return true;
    }
}
