using System;
using ZhiSan.Edge.Device.Supervision;
#if !ZHISAN_BARE
using ZhiSan.Edge.Device.Hardware;
#endif

namespace ZhiSan.Edge.Device;

/// <summary>Where the device starts.</summary>
public static class Program
{
    /// <summary>Runs the gateway; restarts whenever that ends.</summary>
    public static void Main()
    {
        ISystem system = new NanoSystem();
        PanicFile panicFile = new PanicFile(BuildDefaults.StorageRoot + "panic.txt");
        Panic panic = new Panic(panicFile, system);
#if ZHISAN_BARE
        IHardware hardware = new BareHardware();
#else
        IHardware hardware = new Esp32Hardware();
#endif
        try
        {
            new Composition(BuildDefaults.StorageRoot, BuildDefaults.CardRoot, hardware, system, panicFile, panic).Run();
            system.Reboot();
        }
        catch (Exception failure)
        {
            panic.Report("main", failure);
        }
    }
}
