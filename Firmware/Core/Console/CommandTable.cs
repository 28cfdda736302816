namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// The console's commands: one row each, from which help, completion, suggestions and access come. Words may be shortened as long
/// as they stay unique.
/// </summary>
public static class CommandTable
{
    /// <summary>Rows.</summary>
    public const int Count = 6;

    internal const int Help = 0;
    internal const int Status = 1;
    internal const int Sensors = 2;
    internal const int Buffer = 3;
    internal const int Lang = 4;
    internal const int Version = 5;

    internal const int Unknown = -1;
    internal const int Ambiguous = -2;

    private const int NearBy = 2;

    /// <summary>A row: name, <c>L</c> when it needs a login, arguments, help in English, help in Chinese, between bars.</summary>
    public static string Row(int command)
    {
        switch (command)
        {
            case Help: return "help||[command]|this list, or one command|命令列表";
            case Status: return "status|||how the gateway is|网关状态";
            case Sensors: return "sensors|||newest readings and failures|最新读数与故障";
            case Buffer: return "buffer|||what the flash holds, and who has it|闪存缓冲与确认进度";
            case Lang: return "lang||zh/en|language|语言";
            default: return "version|||firmware and journal|固件与日志版本";
        }
    }

    /// <summary>A command's words.</summary>
    public static string Name(int command) => CommandLine.Part(Row(command), 0);

    /// <summary>Whether the command changes or exports something.</summary>
    public static bool NeedsLogin(int command) => CommandLine.Part(Row(command), 1).Length > 0;

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
