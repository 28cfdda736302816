using System;
using Iot.Device.Sht4x;

namespace ZhiSan.Edge.Sensors.Drivers.Sht4x;

/// <summary>
/// Air temperature and humidity with a Sensirion SHT40, SHT41 or SHT45, through the maintained driver. Its one read waits 10 ms for
/// the part and checks what it gets; it has no separate trigger.
/// </summary>
public sealed class Sht4xSensor : ISensor
{
    private const int MaxCentiPercent = 10000;

    private readonly Channel _temperature;
    private readonly Channel _humidity;
    private readonly int _bus;
    private readonly int _address;
    private Sht4X? _driver;

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
    public void Start(long monotonicMs) => _driver ??= new Sht4X(new I2cPart(_bus, _address).Device);

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        // A part that does not answer, or a check that fails, throws: the sampler makes a fault of it.
        Sht4XSensorData data = _driver!.ReadData(MeasurementMode.NoHeaterHighPrecision);
        target.Set(firstChannel, Rounding.FromDouble(data.Temperature.DegreesCelsius * 100), Quality.Good);

        // The part's scale reaches from -6 % to 119 % so that its ends can be calibrated (data sheet, section 4.6).
        int humidity = Rounding.FromDouble(data.RelativeHumidity.Percent * 100);
        int kept = humidity < 0 ? 0 : humidity > MaxCentiPercent ? MaxCentiPercent : humidity;
        target.Set(firstChannel + 1, kept, Quality.Good);
        return SensorStatus.Ready;
    }
}
