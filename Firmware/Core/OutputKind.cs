namespace ZhiSan.Edge.Core;

/// <summary>What the core wants done.</summary>
public enum OutputKind
{
    /// <summary>Nothing more at the moment.</summary>
    None,

    /// <summary>
    /// Connect to the broker (clean session, last will), subscribe to the acknowledgement and the command topic, then report the link as up or down.
    /// </summary>
    Connect,

    /// <summary>Drop the connection or the attempt, without waiting.</summary>
    Disconnect,

    /// <summary>Publish a message; report the result by its token when it has one.</summary>
    Publish,

    /// <summary>Show a person where the gateway is: blink, for half a minute.</summary>
    Identify,

    /// <summary>Leave the broker politely (what was published goes out first), then restart the device.</summary>
    Reboot,

    /// <summary>Write <see cref="GatewayOutput.UtcMs"/> into the clock chip.</summary>
    SetClockChip,
}
