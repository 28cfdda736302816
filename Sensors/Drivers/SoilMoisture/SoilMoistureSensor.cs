namespace ZhiSan.Edge.Sensors.Drivers.SoilMoisture;

/// <summary>Soil moisture with a capacitive probe on an ADC channel, between two raw readings taken in dry air and in water.</summary>
public sealed class SoilMoistureSensor : ISensor
{
    private const int FullPermille = 1000;

    /// <summary>Beyond its ends by a tenth of its span the probe is broken, unplugged or not calibrated.</summary>
    private const int TolerancePermille = 100;

    private readonly Channel _moisture;
    private readonly AdcAverage _adc;
    private readonly int _dryRaw;
    private readonly int _wetRaw;

    /// <summary>Names the sensor; touches nothing yet.</summary>
    /// <param name="adcChannel">ADC channel, see the README for its pin.</param>
    /// <param name="dryRaw">Raw reading in dry air.</param>
    /// <param name="wetRaw">Raw reading in water; usually the smaller one.</param>
    /// <param name="name">What the channel begins with; empty for <c>soil</c>.</param>
    public SoilMoistureSensor(int adcChannel, int dryRaw, int wetRaw, string name)
    {
        _adc = new AdcAverage(adcChannel);
        _dryRaw = dryRaw;
        _wetRaw = wetRaw;
        _moisture = new Channel(ChannelName.Make(name, "soil", "moisture"), "%", 1);
    }

    /// <inheritdoc/>
    public string Id => "soil";

    /// <inheritdoc/>
    public int ChannelCount => 1;

    /// <inheritdoc/>
    public int TimeoutMs => 100;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => _moisture;

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
    }

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        long above = _adc.ReadSum() - ((long)_dryRaw * AdcAverage.Samples);
        long span = (long)(_wetRaw - _dryRaw) * AdcAverage.Samples;
        int permille = Rounding.Divide((span < 0 ? -above : above) * FullPermille, span < 0 ? -span : span);
        bool plausible = permille >= -TolerancePermille && permille <= FullPermille + TolerancePermille;
        int kept = permille < 0 ? 0 : permille > FullPermille ? FullPermille : permille;
        target.Set(firstChannel, kept, plausible ? Quality.Good : Quality.OutOfRange);
        return SensorStatus.Ready;
    }
}
