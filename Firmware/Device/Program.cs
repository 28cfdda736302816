using System;
using System.Threading;
using ZhiSan.Edge.Device.Configuration;
using ZhiSan.Edge.Device.Terminal;
using ZhiSan.Edge.Device.Supervision;
#if !ZHISAN_BARE
using ZhiSan.Edge.Device.Hardware;
#endif

namespace ZhiSan.Edge.Device;

/// <summary>Where the device starts.</summary>
public static class Program
{
    private const int SayAgainMs = 10 * 1000;
    private const string PanicPath = BuildDefaults.StorageRoot + "panic.txt";

    /// <summary>Runs the gateway; restarts whenever that ends.</summary>
    public static void Main()
    {
        ISystem system = new NanoSystem();
        PanicFile panicFile = new PanicFile(PanicPath);
        Panic panic = new Panic(panicFile, system);
#if ZHISAN_BARE
        IHardware hardware = new BareHardware();
#else
        IHardware hardware = new Esp32Hardware();
#endif
        try
        {
            DeviceConfiguration configuration = ConfigurationFile.Load(BuildDefaults.ConfigurationPath, new NanoJsonParser());
            new Composition(configuration, hardware, system, panicFile, panic).Run();
            system.Reboot();
        }
        catch (ConfigurationException wrong)
        {
            SayWhatIsWrong(wrong.Message, hardware, system);
        }
        catch (Exception failure)
        {
            panic.Report("main", failure);
        }
    }

    // Restarting would change nothing: a person must put the configuration right, so tell whoever comes with a cable.
    private static void SayWhatIsWrong(string message, IHardware hardware, ISystem system)
    {
        IConsolePort? port = null;
        try
        {
            port = hardware.OpenConsole(new ConsoleConfiguration(), new AutoResetEvent(false));
        }
        catch (Exception failure)
        {
            system.Trace("no console: " + failure.Message);
        }

        byte[] line = System.Text.Encoding.UTF8.GetBytes("NOT CONFIGURED: " + message + "\r\n");
        while (true)
        {
            system.Trace("NOT CONFIGURED: " + message);
            port = TrySay(port, line);
            Thread.Sleep(SayAgainMs);
        }
    }

    // An exception here would end the only thread there is.
    private static IConsolePort? TrySay(IConsolePort? port, byte[] line)
    {
        try
        {
            port?.Write(line, line.Length);
            return port;
        }
        catch (Exception)
        {
            return null;
        }
    }
}
