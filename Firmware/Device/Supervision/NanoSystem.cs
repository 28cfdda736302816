using System;
using nanoFramework.Runtime.Native;

namespace ZhiSan.Edge.Device.Supervision;

/// <summary>The machine under the nanoFramework runtime, real or nanoCLR.</summary>
public sealed class NanoSystem : ISystem
{
    /// <inheritdoc/>
    public int FreeHeapBytes => (int)nanoFramework.Runtime.Native.GC.Run(false);

    /// <inheritdoc/>
    public void Reboot() => Power.RebootDevice(RebootOption.NormalReboot);

    /// <inheritdoc/>
    public void Trace(string line) => Console.WriteLine(line);
}
