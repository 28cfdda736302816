namespace ZhiSan.Edge.Sensors.Drivers.Sht4x;

/// <summary>
/// Air temperature and humidity with a Sensirion SHT40, SHT41 or SHT45. Spoken to directly: see the README beside this file for why
/// not through the maintained driver.
/// </summary>
public sealed class Sht4xSensor : ISensor
{
    /// <summary>High precision takes 8.3 ms at most (data sheet, table 5).</summary>
    private const int MeasureMs = 9 + ClockSlack.Ms;

    private const int FrameBytes = 6;
    private const int FullScale = 65535;
    private const int MaxCentiPercent = 10000;

    private readonly Channel _temperature;
    private readonly Channel _humidity;
    private readonly int _bus;
    private readonly int _address;
    private readonly byte[] _measure = { 0xFD };
    private readonly byte[] _frame = new byte[FrameBytes];
    private I2cPart? _part;
    private bool _triggered;
    private long _readyMs;

    /// <summary>Names the sensor; touches nothing yet.</summary>
    /// <param name="bus">I2C bus.</param>
    /// <param name="address">0x44, 0x45 or 0x46, by the part's order code.</param>
    /// <param name="name">What the channels begin with; empty for <c>air</c>.</param>
    public Sht4xSensor(int bus, int address, string name)
    {
        _bus = bus;
        _address = address;
        _temperature = new Channel(ChannelName.Make(name, "air", "temperature"), "Cel", 2);
        _humidity = new Channel(ChannelName.Make(name, "air", "humidity"), "%RH", 2);
    }

    /// <inheritdoc/>
    public string Id => "sht4x";

    /// <inheritdoc/>
    public int ChannelCount => 2;

    /// <inheritdoc/>
    public int TimeoutMs => 500;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => index == 0 ? _temperature : _humidity;

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
        _part ??= new I2cPart(_bus, _address);
        _triggered = _part.Write(_measure);
        _readyMs = monotonicMs + MeasureMs;
    }

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        if (_triggered && monotonicMs < _readyMs)
        {
            return SensorStatus.Busy;
        }

        if (!_triggered || !_part!.Read(_frame) || !SensirionFrame.TryReadWord(_frame, 0, out int temperature)
            || !SensirionFrame.TryReadWord(_frame, 1, out int humidity))
        {
            return SensorStatus.Failed;
        }

        target.Set(firstChannel, SensirionFrame.CentiCelsius(temperature), Quality.Good);
        target.Set(firstChannel + 1, CentiPercent(humidity), Quality.Good);
        return SensorStatus.Ready;
    }

    // -6 + 125 * raw / 65535: the part's scale reaches beyond both ends so that they can be calibrated (data sheet, section 4.6).
    private static int CentiPercent(int raw)
    {
        int percent = Rounding.Divide((12500L * raw) - (600L * FullScale), FullScale);
        return percent < 0 ? 0 : percent > MaxCentiPercent ? MaxCentiPercent : percent;
    }
}
