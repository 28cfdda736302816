namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// The console's commands: one row each, from which help, completion, suggestions and access come. Words may be shortened as long
/// as they stay unique.
/// </summary>
public static class CommandTable
{
    /// <summary>Rows.</summary>
    public const int Count = 28;

    internal const int Status = 0;
    internal const int Sensors = 1;
    internal const int SensorsRead = 2;
    internal const int Buffer = 3;
    internal const int Log = 4;
    internal const int Time = 5;
    internal const int TimeSet = 6;
    internal const int Login = 7;
    internal const int Logout = 8;
    internal const int Passwd = 9;
    internal const int ConfigShow = 10;
    internal const int ConfigGet = 11;
    internal const int ConfigSet = 12;
    internal const int ConfigDiff = 13;
    internal const int ConfigSave = 14;
    internal const int ConfigRevert = 15;
    internal const int ConfigReset = 16;
    internal const int ConfigConfirm = 17;
    internal const int WifiScan = 18;
    internal const int WifiTest = 19;
    internal const int BrokerTest = 20;
    internal const int Test = 21;
    internal const int Note = 22;
    internal const int Evacuate = 23;
    internal const int Reboot = 24;
    internal const int Lang = 25;
    internal const int Version = 26;
    internal const int Help = 27;

    internal const int Unknown = -1;
    internal const int Ambiguous = -2;

    private const int NearBy = 2;

    /// <summary>A row, its parts between bars: name, <c>L</c> when it needs a login, help in English, in Chinese, arguments.</summary>
    public static string Row(int command)
    {
        switch (command)
        {
            case Status: return "status||how the gateway is|网关状态";
            case Sensors: return "sensors||newest readings and failures|最新读数与故障";
            case SensorsRead: return "sensors read||measure one sensor now|立即读取传感器|<id or number>";
            case Buffer: return "buffer||what the flash holds, and who has it|闪存缓冲与确认进度";
            case Log: return "log||the newest interruptions|最近的中断记录";
            case Time: return "time||clock and its source|时钟与来源";
            case TimeSet: return "time set|L|say what time it is, UTC|设置时间（UTC）|2026-11-27T08:00:00Z";
            case Login: return "login||say the PIN|输入 PIN 码登录|[pin]";
            case Logout: return "logout||end the login|退出登录";
            case Passwd: return "passwd|L|change the PIN|更改 PIN 码|[new pin]";
            case ConfigShow: return "config show||all settings|全部配置";
            case ConfigGet: return "config get||one setting and what it may be|单项配置说明|<key>";
            case ConfigSet: return "config set|L|change a setting; not saved yet|修改配置（未保存）|<key> [value]";
            case ConfigDiff: return "config diff||what is not saved yet|未保存的更改";
            case ConfigSave: return "config save|L|save what was set|保存更改";
            case ConfigRevert: return "config revert|L|forget what is not saved|放弃未保存的更改";
            case ConfigReset: return "config reset|L|all settings to their defaults|恢复默认配置";
            case ConfigConfirm: return "config confirm|L|keep network settings on trial|保留试用中的网络设置";
            case WifiScan: return "wifi scan||which networks are there|扫描 Wi-Fi";
            case WifiTest: return "wifi test||join the network, how strong it is|测试 Wi-Fi";
            case BrokerTest: return "broker test||the way to the broker, step by step|逐步测试服务器连接";
            case Test: return "test|L|acceptance: may it be left alone?|验收测试|[quick]";
            case Note: return "note|L|write words into the journal|写入备注|<text>";
            case Evacuate: return "evacuate|L|all records over this cable|经串口导出记录|[all/from <n>]";
            case Reboot: return "reboot|L|restart|重新启动";
            case Lang: return "lang||language until the restart|控制台语言（重启前）|zh/en";
            case Version: return "version||firmware and protocol|固件与协议版本";
            default: return "help||this list, or some of it|命令列表|[command]";
        }
    }

    /// <summary>A command's words.</summary>
    public static string Name(int command) => CommandLine.Part(Row(command), 0);

    /// <summary>Whether the command changes or exports something.</summary>
    public static bool NeedsLogin(int command) => CommandLine.Part(Row(command), 1).Length > 0;

    /// <summary>Whether the command is of the kind of the one before: its first word is the same.</summary>
    internal static bool IsMore(int command) => command > 0 && command < Count
        && CommandLine.Word(Name(command), 0) == CommandLine.Word(Name(command - 1), 0);

    /// <summary>Finds the command that a line means; a negative answer is one of the constants.</summary>
    internal static int Find(string line)
    {
        int best = Unknown;
        int bestScore = 0;
        for (int i = 0; i < Count; i++)
        {
            int score = Score(line, Name(i));
            if (score == bestScore && score > 0)
            {
                best = Ambiguous;
            }
            else if (score > bestScore)
            {
                best = i;
                bestScore = score;
            }
        }

        return best;
    }

    /// <summary>Whether the line may be the beginning of the command.</summary>
    internal static bool CouldBe(string line, int command)
    {
        string name = Name(command);
        int words = CommandLine.Count(line);
        for (int i = 0; i < words; i++)
        {
            if (!CommandLine.Begins(CommandLine.Word(name, i), CommandLine.Word(line, i)))
            {
                return false;
            }
        }

        return words > 0;
    }

    /// <summary>The command whose first word is nearest to a mistyped one, or <see cref="Unknown"/>.</summary>
    internal static int Suggest(string line)
    {
        string typed = CommandLine.Word(line, 0);
        int best = Unknown;
        int bestDistance = NearBy + 1;
        for (int i = 0; i < Count; i++)
        {
            int distance = TypingErrors.Between(typed, CommandLine.Word(Name(i), 0));
            if (distance < bestDistance)
            {
                best = i;
                bestDistance = distance;
            }
        }

        return best;
    }

    // Longer names win, then words written out.
    private static int Score(string line, string name)
    {
        int words = CommandLine.Count(name);
        int score = 0;
        for (int i = 0; i < words; i++)
        {
            string typed = CommandLine.Word(line, i);
            string word = CommandLine.Word(name, i);
            if (typed.Length == 0 || !CommandLine.Begins(word, typed))
            {
                return 0;
            }

            score += 4 + (typed.Length == word.Length ? 1 : 0);
        }

        return score;
    }
}
