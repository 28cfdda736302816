using System.Threading;
using ZhiSan.Edge.Device.Configuration;
using ZhiSan.Edge.Device.Storage;
using ZhiSan.Edge.Device.Terminal;
using ZhiSan.Edge.Device.Uplink;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Device;

/// <summary>
/// All that needs pins or radio. Each member is asked for only when the configuration names it, so that a gateway with the demo
/// sensor and a present network touches none of it.
/// </summary>
public interface IHardware
{
    /// <summary>Something that differs from start to start, for seeds.</summary>
    long Noise { get; }

    /// <summary>The Wi-Fi and the clock that comes with it.</summary>
    INetwork MakeWifi(DeviceConfiguration configuration);

    /// <summary>The clock chip; touches its pins, not the chip.</summary>
    IClockChip MakeClockChip(DeviceConfiguration configuration);

    /// <summary>The SD card; touches its pins, not the card.</summary>
    IVolume MakeCard(CardConfiguration card);

    /// <summary>A sensor; touches its pins, not the part itself.</summary>
    /// <exception cref="ConfigurationException">There is no such sensor in this build.</exception>
    ISensor MakeSensor(SensorConfiguration sensor, DeviceConfiguration configuration);

    /// <summary>Opens the console's UART.</summary>
    /// <param name="console">Which.</param>
    /// <param name="wake">Set when something has arrived.</param>
    IConsolePort OpenConsole(ConsoleConfiguration console, AutoResetEvent wake);

    /// <summary>The status light.</summary>
    IStatusLight MakeLight(int pin);
}
