using System.Device.Gpio;

namespace ZhiSan.Edge.Sensors.Drivers.RainGauge;

/// <summary>
/// Rain with a tipping bucket on the pulse counter: what fell since the reading before, in hundredths of a millimetre. The counter
/// counts in hardware, so no tip is missed while the gateway is busy.
/// </summary>
public sealed class RainGaugeSensor : ISensor
{
    private const int NoSecondPin = -1;
    private const int MicrometresPerHundredth = 10;

    /// <summary>Longest filter that the counter's property takes, in ns: against spikes, not against a bouncing reed.</summary>
    private const ushort SpikeFilterNs = 1023;

    private readonly Channel _rain;
    private readonly int _pin;
    private readonly int _tipMicrometres;
    private GpioPulseCounter? _counter;
    private long _reportedTips;
    private long _reportedHundredths;

    /// <summary>Names the sensor; counting begins with the first measurement.</summary>
    /// <param name="pin">GPIO.</param>
    /// <param name="tipMicrometres">Rain of one tip, in micrometres: 200 for 0.2 mm.</param>
    /// <param name="name">The channel's name; empty for <c>rain</c>.</param>
    public RainGaugeSensor(int pin, int tipMicrometres, string name)
    {
        _pin = pin;
        _tipMicrometres = tipMicrometres;
        _rain = new Channel(name.Length == 0 ? "rain" : name, "mm", 2);
    }

    /// <inheritdoc/>
    public string Id => "rain";

    /// <inheritdoc/>
    public int ChannelCount => 1;

    /// <inheritdoc/>
    public int TimeoutMs => 100;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => _rain;

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
        if (_counter == null)
        {
            GpioPulseCounter counter = new GpioPulseCounter(_pin, NoSecondPin);
            counter.Polarity = GpioPulsePolarity.Falling;
            counter.FilterPulses = SpikeFilterNs;
            counter.Start();
            _counter = counter;
        }
    }

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        long tips = _counter!.Read().Count;
        if (tips < _reportedTips)
        {
            // The counter began anew: what it had not reported is gone, what it shows now is not.
            _reportedTips = 0;
            _reportedHundredths = 0;
        }

        // The difference of rounded totals: over time the sum of the readings is the rounded rain, with no drift.
        long hundredths = Rounding.Divide(tips * _tipMicrometres, MicrometresPerHundredth);
        target.Set(firstChannel, (int)(hundredths - _reportedHundredths), Quality.Good);
        _reportedTips = tips;
        _reportedHundredths = hundredths;
        return SensorStatus.Ready;
    }
}
