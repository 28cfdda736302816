using System;
using System.Threading;
using ZhiSan.Edge.Device.Configuration;
using ZhiSan.Edge.Device.Storage;
using ZhiSan.Edge.Device.Terminal;
using ZhiSan.Edge.Device.Uplink;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Device;

/// <summary>
/// All that needs pins or radio. Each member is asked for only when the configuration names it, so that a gateway with the demo
/// sensor and a present network touches none of it. Pins are those of nf.config.
/// </summary>
public interface IHardware
{
    /// <summary>Something that differs from start to start, for seeds.</summary>
    long Noise { get; }

    /// <summary>The Wi-Fi and the clock that comes with it.</summary>
    /// <param name="ssid">Name of the Wi-Fi; empty uses what is stored on the device.</param>
    /// <param name="password">Its password.</param>
    /// <param name="sntpServer">Time server; empty when the clock is not set by SNTP.</param>
    /// <param name="needsClock">Whether to wait for the date: certificates cannot be checked without.</param>
    INetwork MakeWifi(string ssid, string password, string sntpServer, bool needsClock);

    /// <summary>The clock chip; touches its pins, not the chip.</summary>
    /// <param name="type"><c>ds3231</c> or <c>ds1307</c>.</param>
    IClockChip MakeClockChip(string type);

    /// <summary>The SD card; touches its pins, not the card.</summary>
    IVolume MakeCard();

    /// <summary>A sensor; touches its pins, not the part itself.</summary>
    /// <exception cref="Exception">There is no such sensor in this build, or it cannot be on this pin.</exception>
    ISensor MakeSensor(SensorConfiguration sensor);

    /// <summary>Opens the console's UART.</summary>
    /// <param name="wake">Set when something has arrived.</param>
    IConsolePort OpenConsole(AutoResetEvent wake);

    /// <summary>The status light.</summary>
    IStatusLight MakeLight(int pin);
}
