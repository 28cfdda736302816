using System;
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
    public INetwork MakeWifi(string ssid, string password, string sntpServer, bool needsClock) =>
        new WifiNetwork(ssid, password, sntpServer, needsClock);

    /// <inheritdoc/>
    public IClockChip MakeClockChip(string type)
    {
        SetI2cPins();
        return new ClockChip(I2cBus, type == "ds1307");
    }

    /// <inheritdoc/>
    public IVolume MakeCard() => new SdCardVolume();

    /// <inheritdoc/>
    public IConsolePort OpenConsole(AutoResetEvent wake) => new SerialConsole(wake);

    /// <inheritdoc/>
    public IStatusLight MakeLight(int pin) => new GpioLight(pin);

    /// <inheritdoc/>
    public ISensor MakeSensor(SensorConfiguration sensor)
    {
        switch (sensor.Type)
        {
            case "sht3x":
                SetI2cPins();
                return new Sht3xSensor(I2cBus, sensor.Address, sensor.Name);

            case "sht4x":
                SetI2cPins();
                return new Sht4xSensor(I2cBus, sensor.Address, sensor.Name);

            case "bh1750":
                SetI2cPins();
                return new Bh1750Sensor(I2cBus, sensor.Address, sensor.Name);

            case "scd4x":
                SetI2cPins();
                return new Scd4xSensor(I2cBus, sensor.Address, sensor.Name);

            case "ds18b20":
                SetOneWirePins();
                return new Ds18b20Sensor(sensor.Name);

            case "soil":
                return new SoilMoistureSensor(sensor.AdcChannel, sensor.DryRaw, sensor.WetRaw, sensor.Name);

            case "battery":
                return new BatterySensor(sensor.AdcChannel, sensor.DividerPermille, sensor.Name);

            case "rain":
                return new RainGaugeSensor(sensor.Pin, sensor.TipMicrometres, sensor.Name);

            default:
                throw new Exception("no driver for it in this firmware");
        }
    }

    private void SetI2cPins()
    {
        if (!_i2cReady)
        {
            Pins.SetPinFunction(BuildDefaults.I2cDataPin, DeviceFunction.I2C1_DATA);
            Pins.SetPinFunction(BuildDefaults.I2cClockPin, DeviceFunction.I2C1_CLOCK);
            _i2cReady = true;
        }
    }

    // The one-wire bus is driven by UART2: COM3 is not free then.
    private void SetOneWirePins()
    {
        if (BuildDefaults.ConsolePort == "COM3")
        {
            throw new Exception("ds18b20 needs the UART of COM3, which is the console's");
        }

        if (!_oneWireReady)
        {
            Pins.SetPinFunction(BuildDefaults.OneWireRxPin, DeviceFunction.COM3_RX);
            Pins.SetPinFunction(BuildDefaults.OneWireTxPin, DeviceFunction.COM3_TX);
            _oneWireReady = true;
        }
    }
}
