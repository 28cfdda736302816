using System.Collections.Concurrent;
using System.Threading;
using ZhiSan.Edge.Device.Supervision;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>A machine that notes a restart and goes on: threads of the test would otherwise end the process.</summary>
internal sealed class TestSystem : ISystem
{
    public ManualResetEventSlim Rebooted { get; } = new(false);

    public ConcurrentQueue<string> Lines { get; } = new();

    public int FreeHeapBytes => 60000;

    public void Reboot() => Rebooted.Set();

    public void Trace(string line) => Lines.Enqueue(line);
}
