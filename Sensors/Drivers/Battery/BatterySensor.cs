namespace ZhiSan.Edge.Sensors.Drivers.Battery;

/// <summary>Battery voltage over a divider on an ADC channel.</summary>
public sealed class BatterySensor : ISensor
{
    /// <summary>What the largest count stands for, in millivolts: the ADC's 11 dB range, uncalibrated.</summary>
    private const int FullScaleMv = 3300;

    private const int FullScale = 4095;
    private const int Permille = 1000;

    private readonly Channel _voltage;
    private readonly AdcAverage _adc;
    private readonly int _dividerPermille;

    /// <summary>Names the sensor; touches nothing yet.</summary>
    /// <param name="adcChannel">ADC channel, see the README for its pin.</param>
    /// <param name="dividerPermille">Battery voltage over pin voltage, in thousandths; trims the ADC's error too.</param>
    /// <param name="name">What the channel begins with; empty for <c>battery</c>.</param>
    public BatterySensor(int adcChannel, int dividerPermille, string name)
    {
        _adc = new AdcAverage(adcChannel);
        _dividerPermille = dividerPermille;
        _voltage = new Channel(ChannelName.Make(name, "battery", "voltage"), "V", 2);
    }

    /// <inheritdoc/>
    public string Id => "battery";

    /// <inheritdoc/>
    public int ChannelCount => 1;

    /// <inheritdoc/>
    public int TimeoutMs => 100;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => _voltage;

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
    }

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        const int MvPerCentivolt = 10;
        int sum = _adc.ReadSum();
        long denominator = (long)FullScale * AdcAverage.Samples * Permille * MvPerCentivolt;
        int centivolt = Rounding.Divide((long)sum * FullScaleMv * _dividerPermille, denominator);
        bool clipped = sum == FullScale * AdcAverage.Samples;
        target.Set(firstChannel, centivolt, clipped ? Quality.OutOfRange : Quality.Good);
        return SensorStatus.Ready;
    }
}
