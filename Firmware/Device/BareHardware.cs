using System;
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
    public long Noise => throw Missing("network=none");

    /// <inheritdoc/>
    public INetwork MakeWifi(string ssid, string password, string sntpServer, bool needsClock) => throw Missing("network=none");

    /// <inheritdoc/>
    public IClockChip MakeClockChip(string type) => throw Missing("rtc=none");

    /// <inheritdoc/>
    public IVolume MakeCard() => throw Missing("storage=flash");

    /// <inheritdoc/>
    public ISensor MakeSensor(SensorConfiguration sensor) => throw Missing("sensor1=demo");

    /// <inheritdoc/>
    public IConsolePort OpenConsole(AutoResetEvent wake) => throw Missing("console=none");

    /// <inheritdoc/>
    public IStatusLight MakeLight(int pin) => throw Missing("led=-1");

    private static Exception Missing(string instead) => new Exception("this build has no hardware: set " + instead);
}
