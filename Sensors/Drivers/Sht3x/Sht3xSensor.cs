using Iot.Device.Sht3x;

namespace ZhiSan.Edge.Sensors.Drivers.Sht3x;

/// <summary>
/// Air temperature and humidity with a Sensirion SHT30, SHT31 or SHT35. The maintained driver resets the part; the measurement is
/// triggered and fetched here, because its getters sleep, round to 0.1 and answer a failed check with the reading before.
/// </summary>
public sealed class Sht3xSensor : ISensor
{
    /// <summary>High repeatability takes 15.5 ms at most (data sheet, table 4).</summary>
    private const int MeasureMs = 16 + ClockSlack.Ms;

    private const int FrameBytes = 6;

    private readonly Channel _temperature;
    private readonly Channel _humidity;
    private readonly int _bus;
    private readonly int _address;
    private readonly byte[] _measure = { 0x24, 0x00 };
    private readonly byte[] _frame = new byte[FrameBytes];
    private I2cPart? _part;
    private Iot.Device.Sht3x.Sht3x? _driver;
    private bool _triggered;
    private long _readyMs;

    /// <summary>Names the sensor; touches nothing yet.</summary>
    /// <param name="bus">I2C bus.</param>
    /// <param name="address">0x44, or 0x45 with ADDR high.</param>
    /// <param name="name">What the channels begin with; empty for <c>air</c>.</param>
    public Sht3xSensor(int bus, int address, string name)
    {
        _bus = bus;
        _address = address;
        _temperature = new Channel(ChannelName.Make(name, "air", "temperature"), "Cel", 2);
        _humidity = new Channel(ChannelName.Make(name, "air", "humidity"), "%RH", 2);
    }

    /// <inheritdoc/>
    public string Id => "sht3x";

    /// <inheritdoc/>
    public int ChannelCount => 2;

    /// <inheritdoc/>
    public int TimeoutMs => 500;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => index == 0 ? _temperature : _humidity;

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
        if (_part == null)
        {
            _part = new I2cPart(_bus, _address);
        }

        // Made anew after a failure: its constructor resets the part, which sleeps 20 ms, once.
        _driver ??= new Iot.Device.Sht3x.Sht3x(_part.Device, Resolution.High);
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
            _driver = null;
            return SensorStatus.Failed;
        }

        target.Set(firstChannel, SensirionFrame.CentiCelsius(temperature), Quality.Good);
        target.Set(firstChannel + 1, SensirionFrame.CentiPercent(humidity), Quality.Good);
        return SensorStatus.Ready;
    }
}
