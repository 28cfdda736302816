using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// What the commands of one console share: whom they ask, what was typed, how they answer. Fields, not properties: on the device each
/// property costs some 90 bytes.
/// </summary>
internal sealed class ConsoleSession
{
    public readonly Gateway Gateway;

    public readonly GatewayConfiguration Configuration;

    public readonly IConsoleHost Host;

    public readonly ConsoleReply Reply = new ConsoleReply();

    /// <summary>Site and gateway.</summary>
    public readonly string Id;

    /// <summary>Now, monotonic milliseconds.</summary>
    public long NowMs;

    /// <summary>When the running command wants to go on; a time that has passed means at once.</summary>
    public long WakeMs;

    /// <summary>What was typed behind the command.</summary>
    public string Arguments = string.Empty;

    /// <summary>Whether the running command waits for a line from a person.</summary>
    public bool WantsAnswer;

    /// <summary>That line, or the argument that stood for it.</summary>
    public string Answer = string.Empty;

    /// <summary>Until when something may be changed; moves on with every line of somebody who logged in.</summary>
    public long LoginEndsMs;

    public ConsoleSession(Gateway gateway, GatewayConfiguration configuration, IConsoleHost host)
    {
        Gateway = gateway;
        Configuration = configuration;
        Host = host;
        Id = gateway.Options.Site + "/" + gateway.Options.Gateway;
        SpeakAsConfigured();
    }

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

    /// <summary>Asks a person for something that nobody else should see; a program has to say it at once. Always gives false.</summary>
    public bool Ask(string english, string chinese)
    {
        Answer = string.Empty;
        if (!Reply.IsMachine)
        {
            Reply.FreshLine();
            Reply.Human(english, chinese);
            WantsAnswer = true;
        }

        return false;
    }

    /// <summary>Takes the arguments as the answer when there are any, else asks.</summary>
    public bool AskUnlessGiven(string english, string chinese)
    {
        if (Arguments.Length == 0)
        {
            return Ask(english, chinese);
        }

        Answer = Arguments;
        return false;
    }

    /// <summary>Goes on in the language that is saved.</summary>
    public void SpeakAsConfigured() => Reply.IsChinese = Configuration.Saved(ConfigurationKeys.Language) == "zh";

    /// <summary>Ends the command, not done; always gives true.</summary>
    public bool Fail(string error, string english, string chinese)
    {
        Reply.Fail(error, english, chinese);
        return true;
    }

    /// <summary>Ends the command, done; always gives true.</summary>
    public bool Succeed()
    {
        Reply.Succeed();
        return true;
    }

    /// <summary>Ends the command as the flash answered; always gives true.</summary>
    public bool End(Buffering.StoreStatus status) => status == Buffering.StoreStatus.Ok
        ? Succeed()
        : Fail("storage", "the flash refused: nothing is changed", "闪存写入失败，未作更改");
}
