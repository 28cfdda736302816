using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading;
using ZhiSan.Edge.Device;
using ZhiSan.Edge.Device.Configuration;
using ZhiSan.Edge.Device.Storage;
using ZhiSan.Edge.Device.Terminal;
using ZhiSan.Edge.Device.Uplink;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>Hardware that notes every touch and fails.</summary>
internal sealed class UntouchableHardware : IHardware
{
    /// <summary>The one part that a test may give it.</summary>
    public IConsolePort? Console { get; init; }

    public ConcurrentQueue<string> Touches { get; } = new();

    public long Noise => throw Touched();

    public INetwork MakeWifi(string ssid, string password, string sntpServer, bool needsClock) => throw Touched();

    public IClockChip MakeClockChip(string type) => throw Touched();

    public IVolume MakeCard() => throw Touched();

    public ISensor MakeSensor(SensorConfiguration sensor) => throw Touched();

    public IConsolePort OpenConsole(AutoResetEvent wake) => Console ?? throw Touched();

    public IStatusLight MakeLight(int pin) => throw Touched();

    private InvalidOperationException Touched([CallerMemberName] string what = "")
    {
        Touches.Enqueue(what);
        return new InvalidOperationException(what + " was touched");
    }
}
