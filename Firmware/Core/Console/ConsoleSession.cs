namespace ZhiSan.Edge.Core.Console;

/// <summary>What the commands of one console share: whom they ask, what was typed, how they answer.</summary>
internal sealed class ConsoleSession
{
    public ConsoleSession(Gateway gateway, IConsoleHost host)
    {
        Gateway = gateway;
        Host = host;
        Id = gateway.Options.Site + "/" + gateway.Options.Gateway;
    }

    public Gateway Gateway { get; }

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
}
