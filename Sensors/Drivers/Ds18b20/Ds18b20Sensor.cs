using Iot.Device.Ds18b20;
using nanoFramework.Device.OneWire;
using UnitsNet;

namespace ZhiSan.Edge.Sensors.Drivers.Ds18b20;

/// <summary>
/// Soil temperature with a Maxim DS18B20, one on the bus. The maintained driver finds it; the conversion is started and fetched
/// here, because its read sleeps a second and does not look at the check byte.
/// </summary>
public sealed class Ds18b20Sensor : ISensor
{
    /// <summary>Twelve bits take 750 ms at most (data sheet, table 2).</summary>
    private const int ConvertMs = 750 + ClockSlack.Ms;

    private const int ScratchpadBytes = 9;
    private const byte CrcPolynomial = 0x8C;

    /// <summary>What the part shows before its first conversion, +85 degrees, in sixteenths: a sign of a reset in between.</summary>
    private const int PowerOnRaw = 85 * 16;

    private readonly Channel _temperature;
    private readonly byte[] _scratchpad = new byte[ScratchpadBytes];
    private OneWireHost? _host;
    private Iot.Device.Ds18b20.Ds18b20? _driver;
    private bool _started;
    private long _readyMs;

    /// <summary>Names the sensor; touches nothing yet.</summary>
    /// <param name="name">What the channel begins with; empty for <c>soil</c>.</param>
    public Ds18b20Sensor(string name)
    {
        _temperature = new Channel(ChannelName.Make(name, "soil", "temperature"), "Cel", 2);
    }

    /// <inheritdoc/>
    public string Id => "ds18b20";

    /// <inheritdoc/>
    public int ChannelCount => 1;

    /// <inheritdoc/>
    public int TimeoutMs => 2000;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => _temperature;

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
        _host ??= new OneWireHost();
        _started = FindPart() && Address() && Send((byte)FunctionCommands.ConvertTemperature);
        _readyMs = monotonicMs + ConvertMs;
    }

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        if (_started && monotonicMs < _readyMs)
        {
            return SensorStatus.Busy;
        }

        if (!_started || !ReadScratchpad())
        {
            // Somebody may have put another part in: search again.
            _driver = null;
            return SensorStatus.Failed;
        }

        int raw = (short)(_scratchpad[0] | (_scratchpad[1] << 8));
        if (raw == PowerOnRaw)
        {
            return SensorStatus.Failed;
        }

        target.Set(firstChannel, Rounding.Divide(raw * 100L, 16), Quality.Good);
        return SensorStatus.Ready;
    }

    private static byte Crc8(byte[] bytes, int count)
    {
        int crc = 0;
        for (int i = 0; i < count; i++)
        {
            crc ^= bytes[i];
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ CrcPolynomial : crc >> 1;
            }
        }

        return (byte)crc;
    }

    private bool FindPart()
    {
        if (_driver != null)
        {
            return true;
        }

        Iot.Device.Ds18b20.Ds18b20 driver =
            new Iot.Device.Ds18b20.Ds18b20(_host!, null!, false, TemperatureResolution.VeryHigh);
        if (!driver.Initialize())
        {
            return false;
        }

        // The driver writes its alarm limits with the resolution; ours are never asked for.
        driver.TemperatureHighAlarm = Temperature.FromDegreesCelsius(125);
        driver.ConfigurationWrite(false);
        _driver = driver;
        return true;
    }

    private bool Address()
    {
        if (!_host!.TouchReset())
        {
            return false;
        }

        byte[] address = _driver!.Address;
        bool sent = Send((byte)RomCommands.Match);
        for (int i = 0; i < address.Length; i++)
        {
            sent = Send(address[i]) && sent;
        }

        return sent;
    }

    // The host answers 1 when it saw on the line what it sent, and 0 after a short circuit or a collision. Not the byte it saw.
    private bool Send(byte value) => _host!.WriteByte(value) != 0;

    private bool ReadScratchpad()
    {
        if (!Address() || !Send((byte)FunctionCommands.ReadScratchpad))
        {
            return false;
        }

        for (int i = 0; i < ScratchpadBytes; i++)
        {
            _scratchpad[i] = _host!.ReadByte();
        }

        return Crc8(_scratchpad, ScratchpadBytes - 1) == _scratchpad[ScratchpadBytes - 1];
    }
}
