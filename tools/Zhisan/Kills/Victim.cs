namespace ZhiSan.Edge.Cli.Kills;

/// <summary>Who is killed.</summary>
internal enum Victim
{
    /// <summary>mosquitto.</summary>
    Broker,

    /// <summary>The collector.</summary>
    Collector,

    /// <summary>The gateway.</summary>
    Gateway,
}
