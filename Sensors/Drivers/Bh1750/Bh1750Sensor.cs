using Iot.Device.Bh1750fvi;

namespace ZhiSan.Edge.Sensors.Drivers.Bh1750;

/// <summary>
/// Light with a Rohm BH1750FVI. The maintained driver powers the part up and sets its measuring time; the measurement is
/// triggered and fetched here, because its getter starts one and reads at once what the one before left, and takes silence for darkness.
/// </summary>
public sealed class Bh1750Sensor : ISensor
{
    /// <summary>High resolution takes 180 ms at most (data sheet, electrical characteristics).</summary>
    private const int MeasureMs = 180 + ClockSlack.Ms;

    /// <summary>One count is 1/1.2 lx.</summary>
    private const int CountsPerTwelveLux = 12;

    private const int LuxPerTwelveCounts = 10;
    private const int FullScale = 65535;

    private readonly Channel _light;
    private readonly int _bus;
    private readonly int _address;
    private readonly byte[] _powerOn = { 0x01 };
    private readonly byte[] _measure = { (byte)MeasuringMode.OneTimeHighResolutionMode };
    private readonly byte[] _count = new byte[2];
    private I2cPart? _part;
    private Bh1750fvi? _driver;
    private bool _triggered;
    private long _readyMs;

    /// <summary>Names the sensor; touches nothing yet.</summary>
    /// <param name="bus">I2C bus.</param>
    /// <param name="address">0x23, or 0x5C with ADDR high.</param>
    /// <param name="name">The channel's name; empty for <c>light</c>.</param>
    public Bh1750Sensor(int bus, int address, string name)
    {
        _bus = bus;
        _address = address;
        _light = new Channel(name.Length == 0 ? "light" : name, "lx", 0);
    }

    /// <inheritdoc/>
    public string Id => "bh1750";

    /// <inheritdoc/>
    public int ChannelCount => 1;

    /// <inheritdoc/>
    public int TimeoutMs => 700;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => _light;

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
        _part ??= new I2cPart(_bus, _address);
        _driver ??= new Bh1750fvi(_part.Device, MeasuringMode.OneTimeHighResolutionMode, 1);

        // The part powers itself down after each measurement.
        _triggered = _part.Write(_powerOn) && _part.Write(_measure);
        _readyMs = monotonicMs + MeasureMs;
    }

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        if (_triggered && monotonicMs < _readyMs)
        {
            return SensorStatus.Busy;
        }

        if (!_triggered || !_part!.Read(_count))
        {
            // Powered up and set up anew when it comes back.
            _driver = null;
            return SensorStatus.Failed;
        }

        int raw = (_count[0] << 8) | _count[1];
        int lux = Rounding.Divide((long)raw * LuxPerTwelveCounts, CountsPerTwelveLux);
        target.Set(firstChannel, lux, raw == FullScale ? Quality.OutOfRange : Quality.Good);
        return SensorStatus.Ready;
    }
}
