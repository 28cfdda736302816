using System;

namespace ZhiSan.Edge.Sensors.Demo;

/// <summary>
/// A tea garden without a garden: air temperature and humidity, light, rain of the day, soil moisture, leaf wetness, quantised
/// and noisy like the parts that usually measure them (SHT31, BH1750, a 0.2 mm tipping bucket, a capacitive probe). Every
/// reading is a pure function of seed and time, so that runs can be repeated, and continued after a reboot. Readings are ready
/// at once.
/// </summary>
public sealed class DemoSensor : ISensor
{
    /// <summary>The fewest channels.</summary>
    public const int MinChannels = 1;

    /// <summary>The most channels: temperature, humidity, light, rain, soil moisture, leaf wetness.</summary>
    public const int MaxChannels = 6;

    private const int TipUm = 200;
    private const int UmPerTenthMm = 100;

    private const int TemperatureStream = 32;
    private const int HumidityStream = 33;
    private const int LightStream = 34;
    private const int SoilStream = 35;
    private const int LeafStream = 36;

    private readonly IntegerNoise _noise;
    private readonly TeaGardenWeather _weather;
    private readonly Channel[] _channels;
    private readonly long _localMsAtMonotonicZero;
    private long _startedMs;

    /// <summary>Plants a garden.</summary>
    /// <param name="seed">Gardens of different seeds differ in height, clouds and rain.</param>
    /// <param name="localMsAtMonotonicZero">
    /// Local time when the monotonic clock read 0, in milliseconds since 1970-01-01 00:00 local; not negative.
    /// </param>
    /// <param name="channelCount">How many of the channels, <see cref="MinChannels"/> to <see cref="MaxChannels"/>.</param>
    /// <exception cref="ArgumentException">A number is outside its range.</exception>
    public DemoSensor(int seed, long localMsAtMonotonicZero, int channelCount)
    {
        if (channelCount < MinChannels || channelCount > MaxChannels)
        {
            throw new ArgumentException("the demo sensor has 1 to 6 channels");
        }

        if (localMsAtMonotonicZero < 0)
        {
            throw new ArgumentException("the demo sensor's local time must not be before 1970");
        }

        _noise = new IntegerNoise(seed);
        _weather = new TeaGardenWeather(_noise);
        _localMsAtMonotonicZero = localMsAtMonotonicZero;
        _channels = new Channel[channelCount];
        for (int i = 0; i < channelCount; i++)
        {
            _channels[i] = MakeChannel(i);
        }
    }

    /// <inheritdoc/>
    public string Id => "demo";

    /// <inheritdoc/>
    public int ChannelCount => _channels.Length;

    /// <inheritdoc/>
    public int TimeoutMs => 50;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => _channels[index];

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
        _startedMs = monotonicMs;
    }

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        long localMs = _localMsAtMonotonicZero + _startedMs;
        _weather.MoveTo(localMs);
        for (int i = 0; i < _channels.Length; i++)
        {
            target.Set(firstChannel + i, Measure(i, localMs), Quality.Good);
        }

        return SensorStatus.Ready;
    }

    private static Channel MakeChannel(int index)
    {
        switch (index)
        {
            case 0: return new Channel("air_temperature", "Cel", 2);
            case 1: return new Channel("air_humidity", "%RH", 2);
            case 2: return new Channel("light", "lx", 0);
            case 3: return new Channel("rain_today", "mm", 1);
            case 4: return new Channel("soil_moisture", "%", 1);
            default: return new Channel("leaf_wetness", "%", 0);
        }
    }

    /// <summary>
    /// The weather as the part behind a channel sees it. Noise changes once a second: no part is asked more often.
    /// </summary>
    private int Measure(int channel, long localMs)
    {
        long second = localMs / 1000;
        switch (channel)
        {
            case 0:
                return _weather.TemperatureCentiCel + _noise.Triangular(TemperatureStream, second, 4);
            case 1:
                return _weather.HumidityCentiPercent + _noise.Triangular(HumidityStream, second, 8);
            case 2:
                return _weather.LightLux + _noise.Triangular(LightStream, second, _weather.LightLux / 200);
            case 3:
                return _weather.RainTodayUm / TipUm * TipUm / UmPerTenthMm;
            case 4:
                return (_weather.SoilMilliPercent + _noise.Triangular(SoilStream, second, 80)) / 100;
            default:
                int wetness = _weather.LeafWetnessPercent;
                wetness += _noise.Triangular(LeafStream, second, wetness / 20);
                return wetness > 100 ? 100 : wetness;
        }
    }
}
