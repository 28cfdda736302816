namespace ZhiSan.Edge.Device.Configuration;

/// <summary>The UART of the console.</summary>
public sealed class ConsoleConfiguration
{
    private const int MinBaud = 1200;
    private const int MaxBaud = 921600;

    /// <summary>The console of a gateway whose configuration cannot be read: the defaults of nf.config.</summary>
    public ConsoleConfiguration()
    {
        Port = BuildDefaults.ConsolePort;
        RxPin = BuildDefaults.ConsoleRxPin;
        TxPin = BuildDefaults.ConsoleTxPin;
        Baud = BuildDefaults.ConsoleBaud;
    }

    /// <summary>Reads <c>console</c>. COM1 is the debugger's and cannot be opened.</summary>
    /// <exception cref="ConfigurationException">A member is wrong.</exception>
    public ConsoleConfiguration(ConfigurationNode node)
    {
        Port = node.Word("port", new[] { BuildDefaults.ConsolePort, "COM2", "COM3" });
        RxPin = node.Integer("rx", BuildDefaults.ConsoleRxPin, 0, DeviceConfiguration.MaxPin);
        TxPin = node.Integer("tx", BuildDefaults.ConsoleTxPin, 0, DeviceConfiguration.MaxPin);
        Baud = node.Integer("baud", BuildDefaults.ConsoleBaud, MinBaud, MaxBaud);
        node.RequireAllRead();
    }

    /// <summary><c>COM2</c> or <c>COM3</c>.</summary>
    public string Port { get; }

    /// <summary>GPIO that receives.</summary>
    public int RxPin { get; }

    /// <summary>GPIO that sends.</summary>
    public int TxPin { get; }

    /// <summary>Bits per second.</summary>
    public int Baud { get; }
}
