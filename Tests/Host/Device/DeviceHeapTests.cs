using System;
using System.Linq;
using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Device;
using ZhiSan.Edge.NanoCheck;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>The heap of the running gateway: four sensors, messages under way, no TLS, priced as on the device.</summary>
public sealed class DeviceHeapTests(ITestOutputHelper output) : IDisposable
{
    private const int LimitBytes = 96 * 1024;

    // Of a connected client that drains, by a public measurement on the interpreter; its four threads are in it.
    private const int ClientBytes = 20 * 1024;

    private readonly DeviceRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Running_gateway_of_four_sensors_fits_into_its_part_of_a_module_without_psram()
    {
        run.Store([.. run.Configuration, .. Enumerable.Range(0, 3).Select(i => (ConfigurationKeys.Sensor1 + 1 + i, $"demo channels=1 seed={i}"))]);
        run.Start();
        run.Broker.Next("/pages");
        run.Broker.Next("/heartbeat");

        HeapMeter meter = new(IsOnDevice);
        meter.Add(run.Composition);
        foreach (Assembly assembly in new[] { typeof(Journal), typeof(Sampler), typeof(Gateway), typeof(Composition) }.Select(t => t.Assembly))
        {
            meter.AddStatics(assembly);
        }

        run.Stop();
        long total = meter.Bytes + ClientBytes;
        output.WriteLine($"{total} of {LimitBytes} bytes, {ClientBytes} of them the MQTT client's");
        foreach (HeapShare share in meter.Shares.Take(30))
        {
            output.WriteLine($"{share.Bytes,8} {share.Count,5}  {share.Type}");
        }

        Assert.Contains(meter.Shares, s => s.Type == nameof(Journal));
        Assert.Contains(meter.Shares, s => s.Type == nameof(GatewayConsole));
        Assert.InRange(total, 30_000, LimitBytes);
    }

    private static bool IsOnDevice(Type type) =>
        type.FullName is { } name && name.StartsWith("ZhiSan.Edge.", StringComparison.Ordinal) && !name.StartsWith("ZhiSan.Edge.Tests", StringComparison.Ordinal);
}
