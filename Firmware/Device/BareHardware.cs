using System.Threading;
using ZhiSan.Edge.Device.Configuration;
using ZhiSan.Edge.Device.Storage;
using ZhiSan.Edge.Device.Terminal;
using ZhiSan.Edge.Device.Uplink;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Device;

/// <summary>No hardware at all: the interpreter on a PC. Whoever asks for some is told how to do without.</summary>
public sealed class BareHardware : IHardware
{
    /// <inheritdoc/>
    public long Noise => throw Missing("network must be \"none\"");

    /// <inheritdoc/>
    public INetwork MakeWifi(DeviceConfiguration configuration) => throw Missing("network must be \"none\"");

    /// <inheritdoc/>
    public IClockChip MakeClockChip(DeviceConfiguration configuration) => throw Missing("rtc must be left out");

    /// <inheritdoc/>
    public IVolume MakeCard(CardConfiguration card) => throw Missing("card must be left out");

    /// <inheritdoc/>
    public ISensor MakeSensor(SensorConfiguration sensor, DeviceConfiguration configuration) =>
        throw Missing("the sensor's type must be \"demo\"");

    /// <inheritdoc/>
    public IConsolePort OpenConsole(ConsoleConfiguration console, AutoResetEvent wake) =>
        throw Missing("console must be left out");

    /// <inheritdoc/>
    public IStatusLight MakeLight(int pin) => throw Missing("led must be left out");

    private static ConfigurationException Missing(string instead) =>
        new ConfigurationException("this build has no hardware: " + instead);
}
