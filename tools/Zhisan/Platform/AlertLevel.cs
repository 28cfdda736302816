namespace ZhiSan.Edge.Cli.Platform;

/// <summary>How urgent a gateway is, as it says itself; silence counts too.</summary>
internal enum AlertLevel
{
    /// <summary>Nothing to do.</summary>
    Ok,

    /// <summary>Worth a look.</summary>
    Watch,

    /// <summary>Somebody should do something.</summary>
    Act,

    /// <summary>Data is being lost, or soon will be.</summary>
    Critical,
}
