namespace ZhiSan.Edge.Core;

/// <summary>Topic names of one gateway, made once. PROTOCOL.md lists them.</summary>
public sealed class Topics
{
    /// <summary>Makes the topics below <c>zhisan/v1/site/gateway</c>.</summary>
    public Topics(string site, string gateway)
    {
        Root = "zhisan/v1/" + site + "/" + gateway;
        State = Root + "/state";
        Heartbeat = Root + "/heartbeat";
        Live = Root + "/live";
        Pages = Root + "/pages";
        Incident = Root + "/incident";
        Ack = Root + "/ack";
        Command = Root + "/cmd";
        Reply = Root + "/reply";
    }

    /// <summary>What all topics of the gateway begin with.</summary>
    public string Root { get; }

    /// <summary>Retained <c>online</c> or <c>offline</c>.</summary>
    public string State { get; }

    /// <summary>Retained JSON.</summary>
    public string Heartbeat { get; }

    /// <summary>SenML of the newest scan.</summary>
    public string Live { get; }

    /// <summary>Runs of sealed pages.</summary>
    public string Pages { get; }

    /// <summary>Begin and end of interruptions.</summary>
    public string Incident { get; }

    /// <summary>The platform's watermark; subscribed to.</summary>
    public string Ack { get; }

    /// <summary>Commands of the platform; subscribed to.</summary>
    public string Command { get; }

    /// <summary>Answers to them.</summary>
    public string Reply { get; }
}
