using Xunit;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Device.Terminal;
using ZhiSan.Edge.Tests.Portable.Core;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>Bytes between the cable and the console.</summary>
public sealed class DeviceConsoleTests
{
    [Fact]
    public void Console_comes_back_at_once_for_what_one_turn_did_not_take()
    {
        GatewayRig rig = new(new MemoryStore());
        rig.Start();
        GatewayConsole core = new(rig.Gateway, new GatewayConfiguration(rig.Store), null!);
        DeviceConsole console = new(core, new ScriptedCable("@1 " + new string('x', 97)));

        console.Turn(1000);
        Assert.True(console.NextDeadlineMs <= 1000);
        console.Turn(1010);
        Assert.Equal(long.MaxValue, console.NextDeadlineMs);
    }
}
