using System.Threading;
using nanoFramework.Hardware.Esp32;
using ZhiSan.Edge.Device.Configuration;
using ZhiSan.Edge.Device.Storage;
using ZhiSan.Edge.Device.Terminal;
using ZhiSan.Edge.Device.Uplink;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Drivers.Battery;
using ZhiSan.Edge.Sensors.Drivers.Bh1750;
using ZhiSan.Edge.Sensors.Drivers.Ds18b20;
using ZhiSan.Edge.Sensors.Drivers.RainGauge;
using ZhiSan.Edge.Sensors.Drivers.Scd4x;
using ZhiSan.Edge.Sensors.Drivers.Sht3x;
using ZhiSan.Edge.Sensors.Drivers.Sht4x;
using ZhiSan.Edge.Sensors.Drivers.SoilMoisture;
using Pins = nanoFramework.Hardware.Esp32.Configuration;

namespace ZhiSan.Edge.Device.Hardware;

/// <summary>Pins and radio of an ESP32. Everything hardware is reached through here, and only when it is configured.</summary>
public sealed class Esp32Hardware : IHardware
{
    private const int I2cBus = 1;

    private bool _i2cReady;
    private bool _oneWireReady;

    /// <inheritdoc/>
    public long Noise
    {
        get
        {
            NativeMemory.GetMemoryInfo(NativeMemory.MemoryType.Internal, out uint _, out uint free, out uint largest);
            return (long)HighResTimer.GetCurrent() ^ ((long)free << 32) ^ ((long)largest << 20);
        }
    }

    /// <inheritdoc/>
    public INetwork MakeWifi(DeviceConfiguration configuration) =>
        new WifiNetwork(configuration.Ssid, configuration.WifiPassword, configuration.SntpServer, configuration.Broker.UseTls);

    /// <inheritdoc/>
    public IClockChip MakeClockChip(DeviceConfiguration configuration)
    {
        SetI2cPins(configuration);
        return new ClockChip(I2cBus, configuration.ClockChip == "ds1307");
    }

    /// <inheritdoc/>
    public IVolume MakeCard(CardConfiguration card) => new SdCardVolume(card);

    /// <inheritdoc/>
    public IConsolePort OpenConsole(ConsoleConfiguration console, AutoResetEvent wake) => new SerialConsole(console, wake);

    /// <inheritdoc/>
    public IStatusLight MakeLight(int pin) => new GpioLight(pin);

    /// <inheritdoc/>
    public ISensor MakeSensor(SensorConfiguration sensor, DeviceConfiguration configuration)
    {
        switch (sensor.Type)
        {
            case "sht3x":
                SetI2cPins(configuration);
                return new Sht3xSensor(I2cBus, sensor.Address, sensor.Name);

            case "sht4x":
                SetI2cPins(configuration);
                return new Sht4xSensor(I2cBus, sensor.Address, sensor.Name);

            case "bh1750":
                SetI2cPins(configuration);
                return new Bh1750Sensor(I2cBus, sensor.Address, sensor.Name);

            case "scd4x":
                SetI2cPins(configuration);
                return new Scd4xSensor(I2cBus, sensor.Address, sensor.Name);

            case "ds18b20":
                SetOneWirePins(configuration);
                return new Ds18b20Sensor(sensor.Name);

            case "soil":
                return new SoilMoistureSensor(sensor.AdcChannel, sensor.DryRaw, sensor.WetRaw, sensor.Name);

            case "battery":
                return new BatterySensor(sensor.AdcChannel, sensor.DividerPermille, sensor.Name);

            case "rain":
                return new RainGaugeSensor(sensor.Pin, sensor.TipMicrometres, sensor.Name);

            default:
                throw new ConfigurationException("sensor type " + sensor.Type + " has no driver");
        }
    }

    private void SetI2cPins(DeviceConfiguration configuration)
    {
        if (!_i2cReady)
        {
            Pins.SetPinFunction(configuration.I2cDataPin, DeviceFunction.I2C1_DATA);
            Pins.SetPinFunction(configuration.I2cClockPin, DeviceFunction.I2C1_CLOCK);
            _i2cReady = true;
        }
    }

    // The one-wire bus is driven by UART2: COM3 is not free then.
    private void SetOneWirePins(DeviceConfiguration configuration)
    {
        if (configuration.Console != null && configuration.Console.Port == "COM3")
        {
            throw new ConfigurationException("console.port must be \"COM2\": ds18b20 needs the UART of COM3");
        }

        if (!_oneWireReady)
        {
            Pins.SetPinFunction(configuration.OneWireRxPin, DeviceFunction.COM3_RX);
            Pins.SetPinFunction(configuration.OneWireTxPin, DeviceFunction.COM3_TX);
            _oneWireReady = true;
        }
    }
}
