using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Core.Console;

/// <summary>What the commands of one console share: whom they ask, what was typed, how they answer.</summary>
internal sealed class ConsoleSession
{
    public ConsoleSession(Gateway gateway, GatewayConfiguration configuration, IConsoleHost host)
    {
        Gateway = gateway;
        Configuration = configuration;
        Host = host;
        Id = gateway.Options.Site + "/" + gateway.Options.Gateway;
    }

    public Gateway Gateway { get; }

    public GatewayConfiguration Configuration { get; }

    public IConsoleHost Host { get; }

    public ConsoleReply Reply { get; } = new ConsoleReply();

    /// <summary>Site and gateway.</summary>
    public string Id { get; }

    /// <summary>Now, monotonic milliseconds.</summary>
    public long NowMs { get; set; }

    /// <summary>When the running command wants to go on; a time that has passed means at once.</summary>
    public long WakeMs { get; set; }

    /// <summary>What was typed behind the command.</summary>
    public string Arguments { get; set; } = string.Empty;

    /// <summary>Until when something may be changed; moves on with every line of somebody who logged in.</summary>
    public long LoginEndsMs { get; set; }

    /// <summary>Whether somebody logged in, and was here lately.</summary>
    public bool IsLoggedIn => NowMs < LoginEndsMs;

    /// <summary>The link in one word.</summary>
    public string LinkName
    {
        get
        {
            switch (Gateway.Link)
            {
                case LinkState.Up: return "online";
                case LinkState.Stopped: return "stopped";
                case LinkState.Connecting: return "connecting";
                default: return "offline";
            }
        }
    }

    /// <summary>One word behind the command, counted from 0; empty when there are not as many.</summary>
    public string Argument(int word) => CommandLine.Word(Arguments, word);

    /// <summary>Whether the running command waits for a line from a person.</summary>
    public bool WantsAnswer { get; set; }

    /// <summary>That line, or the argument that stood for it.</summary>
    public string Answer { get; set; } = string.Empty;

    /// <summary>Whether there is an argument at a place.</summary>
    public bool Gives(int word) => Argument(word).Length > 0;

    /// <summary>Asks a person for something that nobody else should see; a program has to say it at once. Always gives false.</summary>
    public bool Ask(string english, string chinese)
    {
        if (Reply.IsMachine)
        {
            Answer = string.Empty;
            return false;
        }

        Reply.FreshLine();
        Reply.Human(english, chinese);
        WantsAnswer = true;
        return false;
    }

    /// <summary>Takes the arguments as the answer when there are any, else asks.</summary>
    public bool AskUnlessGiven(string english, string chinese)
    {
        Answer = Arguments;
        return Arguments.Length == 0 && Ask(english, chinese);
    }

    /// <summary>Ends the command: the flash refused.</summary>
    public void FailStorage() => Reply.Fail("storage", "the flash refused: nothing is changed", "闪存写入失败，未作更改");
}
