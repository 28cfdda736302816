using ZhiSan.Edge.Core;

namespace ZhiSan.Edge.Device.Configuration;

/// <summary>Everything in <c>gateway.json</c>, checked. Defaults are those of nf.config.</summary>
public sealed class DeviceConfiguration
{
    /// <summary>Largest GPIO number of any ESP32.</summary>
    public const int MaxPin = 48;

    /// <summary>Longest distance between measurements: one day.</summary>
    public const int MaxPeriodSeconds = 86400;

    /// <summary>Value of a pin that is not used.</summary>
    public const int NoPin = -1;

    private const int KeyBytes = 32;
    private const int MinSegments = 3;
    private const int MaxSegments = 2000;
    private const int MinPeriodSeconds = 1;
    private const int DefaultSealSeconds = 15 * 60;

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="ConfigurationException">A member is wrong, missing or unknown.</exception>
    public DeviceConfiguration(ConfigurationNode node)
    {
        Site = Id(node, "site");
        Gateway = Id(node, "gateway");
        Key = ReadKey(node);
        PeriodSeconds = node.Integer("periodSeconds", BuildDefaults.PeriodSeconds, MinPeriodSeconds, MaxPeriodSeconds);
        SealSeconds = node.Integer("sealSeconds", DefaultSealSeconds, 1, MaxPeriodSeconds);
        AckedByBroker = node.Word("ackedBy", new[] { "platform", "broker" }) == "broker";
        StorageRoot = Folder(node, "storage", BuildDefaults.StorageRoot);
        Segments = node.Integer("segments", BuildDefaults.Segments, MinSegments, MaxSegments);
        ConfigurationNode? card = node.Child("card");
        Card = card == null ? null : new CardConfiguration(card);
        if (StorageRoot[0] == 'D' && Card == null)
        {
            throw node.Wrong("card", "is missing: write {\"cs\": 5}, or storage on \"I:\\\\\"");
        }

        Broker = new BrokerConfiguration(
            node.Child("broker") ?? throw node.Wrong("broker", "is missing: write {\"host\": \"...\"}"));
        ConfigurationNode? second = node.Child("secondBroker");
        SecondBroker = second == null ? null : new BrokerConfiguration(second);
        ReadNetwork(node);
        ReadPins(node);
        Sensors = ReadSensors(node);
        node.RequireAllRead();
    }

    /// <summary>Site id.</summary>
    public string Site { get; }

    /// <summary>Gateway id.</summary>
    public string Gateway { get; }

    /// <summary>The device key, 32 bytes. Never printed.</summary>
    public byte[] Key { get; }

    /// <summary>Usual distance between scans, in seconds.</summary>
    public int PeriodSeconds { get; }

    /// <summary>While the link is up, a page is sent when its oldest row is this old, in seconds.</summary>
    public int SealSeconds { get; }

    /// <summary>Whether the broker's PUBACK frees records.</summary>
    public bool AckedByBroker { get; }

    /// <summary>Folder of the journal, with its final separator: <c>I:\</c> or <c>D:\</c>.</summary>
    public string StorageRoot { get; }

    /// <summary>Segments that the journal may fill.</summary>
    public int Segments { get; }

    /// <summary>The SD card, or null when there is none.</summary>
    public CardConfiguration? Card { get; }

    /// <summary>The broker.</summary>
    public BrokerConfiguration Broker { get; }

    /// <summary>The broker to turn to when the first does not answer, or null.</summary>
    public BrokerConfiguration? SecondBroker { get; }

    /// <summary>Whether the gateway brings up Wi-Fi itself; false when the network is there already.</summary>
    public bool UsesWifi { get; private set; }

    /// <summary>Name of the Wi-Fi; empty uses what is stored on the device.</summary>
    public string Ssid { get; private set; } = string.Empty;

    /// <summary>Password of the Wi-Fi. Never printed.</summary>
    public string WifiPassword { get; private set; } = string.Empty;

    /// <summary>Whether the device's clock may be believed: it is set by SNTP, or by the system below.</summary>
    public bool HasClock { get; private set; }

    /// <summary>SNTP server; empty when the clock is not set by SNTP.</summary>
    public string SntpServer { get; private set; } = string.Empty;

    /// <summary>The battery-backed clock on the I2C bus: <c>ds3231</c> or <c>ds1307</c>; empty for none.</summary>
    public string ClockChip { get; private set; } = string.Empty;

    /// <summary>The console's UART, or null when there is none.</summary>
    public ConsoleConfiguration? Console { get; private set; }

    /// <summary>GPIO of the I2C bus's data line.</summary>
    public int I2cDataPin { get; private set; }

    /// <summary>GPIO of the I2C bus's clock line.</summary>
    public int I2cClockPin { get; private set; }

    /// <summary>RX of the UART that drives the one-wire bus.</summary>
    public int OneWireRxPin { get; private set; }

    /// <summary>TX of the UART that drives the one-wire bus.</summary>
    public int OneWireTxPin { get; private set; }

    /// <summary>GPIO of the status light, or <see cref="NoPin"/>.</summary>
    public int LedPin { get; private set; }

    /// <summary>The sensors, at least one.</summary>
    public SensorConfiguration[] Sensors { get; }

    private static string Id(ConfigurationNode node, string key)
    {
        string id = node.RequiredText(key, "1 to 32 characters out of a-z, 0-9 and '-'");
        return GatewayOptions.IsId(id) ? id : throw node.Wrong(key, "must be 1 to 32 characters out of a-z, 0-9 and '-'");
    }

    private static byte[] ReadKey(ConfigurationNode node)
    {
        const string Rule = "must be 64 hexadecimal digits: the 32-byte key that the platform has for this gateway";
        byte[] key = new byte[KeyBytes];
        return Hex.TryRead(node.RequiredText("key", "the 64 hexadecimal digits of the device key"), key)
            ? key
            : throw node.Wrong("key", Rule);
    }

    private static string Folder(ConfigurationNode node, string key, string missing)
    {
        string folder = node.Text(key, missing);
        char last = folder.Length == 0 ? ' ' : folder[folder.Length - 1];
        return last == '\\' || last == '/'
            ? folder
            : throw node.Wrong(key, "must be a folder like \"I:\\\\\" or \"D:\\\\zhisan\\\\\"");
    }

    private static int Pin(ConfigurationNode? node, string key, int missing) =>
        node == null ? missing : node.Integer(key, missing, 0, MaxPin);

    private static SensorConfiguration[] ReadSensors(ConfigurationNode node)
    {
        int period = node.Integer("periodSeconds", BuildDefaults.PeriodSeconds, MinPeriodSeconds, MaxPeriodSeconds);
        ConfigurationNode[] nodes = node.Children("sensors");
        if (nodes.Length == 0)
        {
            throw node.Wrong("sensors", "is missing: write at least [{\"type\": \"demo\"}]");
        }

        SensorConfiguration[] sensors = new SensorConfiguration[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            sensors[i] = new SensorConfiguration(nodes[i], period);
        }

        return sensors;
    }

    private void ReadNetwork(ConfigurationNode node)
    {
        UsesWifi = node.Word("network", new[] { "wifi", "none" }) == "wifi";
        ConfigurationNode? wifi = node.Child("wifi");
        if (wifi != null)
        {
            Ssid = wifi.RequiredText("ssid", "the name of the Wi-Fi");
            WifiPassword = wifi.Text("password", string.Empty);
            wifi.RequireAllRead();
        }

        // The SNTP client needs the network that we bring up; without it only a clock that is right by itself can be used.
        string clock = node.Word("clock", UsesWifi ? new[] { "sntp", "system", "none" } : new[] { "none", "system" });
        HasClock = clock != "none";
        string chip = node.Word("rtc", new[] { "none", "ds3231", "ds1307" });
        ClockChip = chip == "none" ? string.Empty : chip;
        SntpServer = clock == "sntp" ? node.Text("sntp", BuildDefaults.SntpServer) : string.Empty;
    }

    private void ReadPins(ConfigurationNode node)
    {
        ConfigurationNode? console = node.Child("console");
        Console = console == null ? null : new ConsoleConfiguration(console);
        ConfigurationNode? i2c = node.Child("i2c");
        I2cDataPin = Pin(i2c, "data", BuildDefaults.I2cDataPin);
        I2cClockPin = Pin(i2c, "clock", BuildDefaults.I2cClockPin);
        i2c?.RequireAllRead();
        ConfigurationNode? oneWire = node.Child("oneWire");
        OneWireRxPin = Pin(oneWire, "rx", BuildDefaults.OneWireRxPin);
        OneWireTxPin = Pin(oneWire, "tx", BuildDefaults.OneWireTxPin);
        oneWire?.RequireAllRead();
        LedPin = node.Integer("led", NoPin, NoPin, MaxPin);
    }
}
