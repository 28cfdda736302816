using ZhiSan.Edge.Core.Console;

namespace ZhiSan.Edge.Core.Configuration;

/// <summary>
/// The schema of the configuration: one row for each key. Console help, validation, <c>zhisan config schema</c>, CONSOLE.md's table and
/// the defaults of nf.config come from it or are tested against it.
/// </summary>
public static class ConfigurationKeys
{
    /// <summary>Keys.</summary>
    public const int Count = 35;

    /// <summary>Site id.</summary>
    public const int Site = 0;

    /// <summary>Gateway id.</summary>
    public const int Gateway = 1;

    /// <summary>Device key, 64 hexadecimal digits.</summary>
    public const int Key = 2;

    /// <summary>Seconds between scans.</summary>
    public const int Period = 3;

    /// <summary>Seconds after which a page is sealed.</summary>
    public const int Seal = 4;

    /// <summary>Who frees records.</summary>
    public const int AckedBy = 5;

    /// <summary><c>wifi</c> or <c>none</c>.</summary>
    public const int Network = 6;

    /// <summary>Name of the Wi-Fi.</summary>
    public const int WifiSsid = 7;

    /// <summary>Password of the Wi-Fi.</summary>
    public const int WifiPassword = 8;

    /// <summary>Broker's name or address.</summary>
    public const int BrokerHost = 9;

    /// <summary>Broker's port; 0 is the usual one.</summary>
    public const int BrokerPort = 10;

    /// <summary>Whether the connection is encrypted.</summary>
    public const int BrokerTls = 11;

    /// <summary>User at the broker.</summary>
    public const int BrokerUser = 12;

    /// <summary>Password at the broker.</summary>
    public const int BrokerPassword = 13;

    /// <summary>File with the CA certificate.</summary>
    public const int BrokerCa = 14;

    /// <summary>File with the client certificate.</summary>
    public const int BrokerCertificate = 15;

    /// <summary>File with the client's private key.</summary>
    public const int BrokerPrivateKey = 16;

    /// <summary>Second broker's name or address.</summary>
    public const int Broker2Host = 17;

    /// <summary>Second broker's port; 0 is the usual one.</summary>
    public const int Broker2Port = 18;

    /// <summary>Minutes that new network settings have to reach the broker.</summary>
    public const int Trial = 19;

    /// <summary>Where the time comes from.</summary>
    public const int Clock = 20;

    /// <summary>Time server.</summary>
    public const int Sntp = 21;

    /// <summary>Where the journal lies.</summary>
    public const int Storage = 22;

    /// <summary>Segments of 16 KB that the journal may fill.</summary>
    public const int Segments = 23;

    /// <summary>Status light's GPIO, or -1.</summary>
    public const int Led = 24;

    /// <summary>Whether there is a serial console.</summary>
    public const int Console = 25;

    /// <summary>Battery-backed clock.</summary>
    public const int ClockChip = 26;

    /// <summary>Seconds over which the gateways of a broker spread their first attempts to connect.</summary>
    public const int Spread = 27;

    /// <summary>First of the six keys of sensors.</summary>
    public const int Sensor1 = 28;

    /// <summary>Keys of sensors.</summary>
    public const int SensorCount = 6;

    /// <summary>Language that the console begins in.</summary>
    public const int Language = 34;

    /// <summary>
    /// A row, its parts between bars: name; type (<c>i</c> id, <c>t</c> text, <c>n</c> number, <c>f</c> flag, <c>w</c> word, <c>x</c>
    /// hexadecimal, <c>s</c> sensor); smallest value or length; largest; default; unit, or the words allowed; flags (<c>R</c> needs a
    /// restart, <c>S</c> secret, <c>N</c> network: on trial); help in English; in Chinese.
    /// </summary>
    public static string Row(int key)
    {
        switch (key)
        {
            case Site: return "site|i|1|32|factory||R|site id|站点编号";
            case Gateway: return "gateway|i|1|32|new||R|gateway id|网关编号";
            case Key: return "key|x|64|64|||RS|device key, 64 hex digits|设备密钥，64 位十六进制";
            case Period: return "period|n|1|86400|60|s|R|time between scans|采样间隔";
            case Seal: return "seal|n|1|86400|900|s||a page is sent when this old|页封存时限";
            case AckedBy: return "ackedby|w|0|0|platform|platform/broker|R|whose word frees records|由谁确认记录";
            case Network: return "network|w|0|0|wifi|wifi/none|RN|none: the network is there already|网络接入方式";
            case WifiSsid: return "wifi.ssid|t|0|32|||RN|name of the Wi-Fi|Wi-Fi 名称";
            case WifiPassword: return "wifi.password|t|0|63|||RSN|its password|Wi-Fi 密码";
            case BrokerHost: return "broker.host|t|0|64|||RN|broker's name or address|服务器地址";
            case BrokerPort: return "broker.port|n|0|65535|0||RN|0: 8883 with TLS, else 1883|端口，0 为默认";
            case BrokerTls: return "broker.tls|f|0|0|false||RN|encrypt the connection|启用 TLS 加密";
            case BrokerUser: return "broker.user|t|0|64|||RN|user at the broker|用户名";
            case BrokerPassword: return "broker.password|t|0|64|||RSN|password at the broker|服务器密码";
            case BrokerCa: return "broker.ca|t|0|64|||RN|file with the CA certificate|CA 证书文件";
            case BrokerCertificate: return "broker.cert|t|0|64|||RN|file with the client certificate|客户端证书文件";
            case BrokerPrivateKey: return "broker.certkey|t|0|64|||RN|file with its private key|客户端私钥文件";
            case Broker2Host: return "broker2.host|t|0|64|||RN|second broker, when the first is away|备用服务器地址";
            case Broker2Port: return "broker2.port|n|0|65535|0||RN|its port|备用端口";
            case Trial: return "trial|n|1|60|10|min||time for new network settings to prove good|新网络设置试用时限";
            case Clock: return "clock|w|0|0|sntp|sntp/system/none|R|where the time comes from|时间来源";
            case Sntp: return "sntp|t|0|64|pool.ntp.org||R|time server|时间服务器";
            case Storage: return "storage|w|0|0|flash|flash/card|R|where the journal lies|日志存放位置";
            case Segments: return "segments|n|3|2000|11||R|16 KB segments of the journal|日志段数（每段 16 KB）";
            case Led: return "led|n|-1|48|-1|GPIO|R|status light, -1: none|状态灯引脚，-1 为无";
            case Console: return "console|w|0|0|uart|uart/none|R|serial console; none: never touched|串口控制台";
            case ClockChip: return "rtc|w|0|0|none|none/ds3231/ds1307|R|battery-backed clock on I2C|时钟芯片";
            case Spread: return "spread|n|1|3600|60|s|R|gateways of a broker connect within this, each at its turn|首次连接的分散时限";
            case Language: return "lang|w|0|0|en|en/zh||language of the console|控制台语言";
            case Sensor1: return Sensor("1", "demo");
            default: return Sensor(((char)('1' + key - Sensor1)).ToString(), string.Empty);
        }
    }

    /// <summary>A key's name.</summary>
    public static string Name(int key) => CommandLine.Part(Row(key), 0);

    /// <summary>What a key is when nobody set it.</summary>
    public static string Default(int key) => CommandLine.Part(Row(key), 4);

    /// <summary>Whether a key's value is never shown.</summary>
    public static bool IsSecret(int key) => HasFlag(key, 'S');

    /// <summary>Whether a change acts only after a restart.</summary>
    public static bool NeedsReboot(int key) => HasFlag(key, 'R');

    /// <summary>Whether a change is on trial first.</summary>
    public static bool IsNetwork(int key) => HasFlag(key, 'N');

    /// <summary>Finds a key by its name; -1 when there is none.</summary>
    public static int Find(string name)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Name(i) == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a value is within the key's type and range.</summary>
    public static bool Accepts(int key, string value)
    {
        string row = Row(key);
        string unit = CommandLine.Part(row, 5);
        switch (row[CommandLine.Part(row, 0).Length + 1])
        {
            case 'n': return IsNumber(value, Bound(row, 2), Bound(row, 3));
            case 'f': return value == "true" || value == "false";
            case 'w': return IsAmong(unit, value);
            case 'i': return GatewayOptions.IsId(value);
            case 'x': return value.Length == Bound(row, 3) && Consists(value, "0123456789abcdef");
            case 's': return IsSensor(value, unit);
            default: return IsText(value, Bound(row, 3));
        }
    }

    private static string Sensor(string number, string missing) =>
        "sensor" + number + "|s|0|80|" + missing + "|demo/sht3x/sht4x/bh1750/scd4x/ds18b20/soil/battery/rain|R|part and its settings: sht3x address=68|传感器型号与参数";

    private static bool HasFlag(int key, char flag) => CommandLine.Part(Row(key), 6).IndexOf(flag) >= 0;

    private static int Bound(string row, int part)
    {
        string text = CommandLine.Part(row, part);
        return text[0] == '-' ? -(int)CommandLine.Number(text.Substring(1), int.MaxValue) : (int)CommandLine.Number(text, int.MaxValue);
    }

    private static bool IsNumber(string value, int min, int max)
    {
        bool isNegative = value.Length > 0 && value[0] == '-';
        long number = CommandLine.Number(isNegative ? value.Substring(1) : value, int.MaxValue);
        bool isPlain = number >= 0 && (value.Length == 1 || value[isNegative ? 1 : 0] != '0');
        number = isNegative ? -number : number;
        return isPlain && number >= min && number <= max;
    }

    // In bytes of UTF-8: what a Wi-Fi or MQTT counts.
    private static bool IsText(string value, int maxBytes)
    {
        int bytes = 0;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c < ' ' || c == 0x7F)
            {
                return false;
            }

            // Half of a surrogate pair is half of four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || (c >= 0xD800 && c < 0xE000) ? 2 : 3;
        }

        return bytes <= maxBytes;
    }

    private static bool IsAmong(string words, string value)
    {
        int start = 0;
        for (int i = 0; i <= words.Length; i++)
        {
            if (i < words.Length && words[i] != '/')
            {
                continue;
            }

            if (words.Substring(start, i - start) == value)
            {
                return true;
            }

            start = i + 1;
        }

        return false;
    }

    // A part, then name=value pairs. What a part can do with them is its own business.
    private static bool IsSensor(string value, string parts)
    {
        if (value.Length == 0)
        {
            return true;
        }

        bool isGood = value.Length <= 80 && IsAmong(parts, CommandLine.Word(value, 0));
        for (int i = CommandLine.Count(value) - 1; i > 0 && isGood; i--)
        {
            string pair = CommandLine.Word(value, i);
            int equals = pair.IndexOf('=');
            string setting = equals < 0 ? pair : pair.Substring(0, equals);
            string given = pair.Substring(equals + 1);
            isGood = setting == "name"
                ? Consists(given, "abcdefghijklmnopqrstuvwxyz0123456789_") && given.Length <= 20 && given[0] > '9'
                : IsAmong("period/address/adc/dry/wet/divider/pin/tip/seed/channels", setting) && IsNumber(given, 0, 86400);
        }

        return isGood;
    }

    private static bool Consists(string value, string letters)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (letters.IndexOf(value[i]) < 0)
            {
                return false;
            }
        }

        return value.Length > 0;
    }
}
