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
    public ConcurrentQueue<string> Touches { get; } = new();

    public long Noise => throw Touched();

    public INetwork MakeWifi(DeviceConfiguration configuration) => throw Touched();

    public IClockChip MakeClockChip(DeviceConfiguration configuration) => throw Touched();

    public IVolume MakeCard(CardConfiguration card) => throw Touched();

    public ISensor MakeSensor(SensorConfiguration sensor, DeviceConfiguration configuration) => throw Touched();

    public IConsolePort OpenConsole(ConsoleConfiguration console, AutoResetEvent wake) => throw Touched();

    public IStatusLight MakeLight(int pin) => throw Touched();

    private InvalidOperationException Touched([CallerMemberName] string what = "")
    {
        Touches.Enqueue(what);
        return new InvalidOperationException(what + " was touched");
    }
}
