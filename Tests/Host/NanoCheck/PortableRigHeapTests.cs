using System;
using Xunit;
using Xunit.Abstractions;
using ZhiSan.Edge.NanoCheck;
using ZhiSan.Edge.Tests.Portable.Core;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>
/// What the portable tests hold at once must fit into the interpreter's 192 KB, whose blocks are twice the device's: 96 KB as priced here.
/// </summary>
public class PortableRigHeapTests(ITestOutputHelper output)
{
    private const long LimitBytes = 96 * 1024;

    [Fact]
    public void Gateway_over_a_store_in_memory_fits_with_a_day_of_scans_in_it()
    {
        GatewayRig rig = new(new MemoryStore());
        rig.TakeScans(24 * 60);

        HeapMeter meter = new(type => type.FullName!.StartsWith("ZhiSan.Edge.", StringComparison.Ordinal));
        meter.Add(rig);
        output.WriteLine($"{meter.Bytes} of {LimitBytes} bytes");

        Assert.Contains(meter.Shares, s => s.Type == nameof(GatewayRig));
        Assert.InRange(meter.Bytes, 10_000, LimitBytes);
    }
}
