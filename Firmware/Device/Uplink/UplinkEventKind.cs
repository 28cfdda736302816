namespace ZhiSan.Edge.Device.Uplink;

/// <summary>What the network side tells the main loop.</summary>
public enum UplinkEventKind
{
    /// <summary>Connected and subscribed.</summary>
    Up,

    /// <summary>The connection, or the attempt, failed.</summary>
    Down,

    /// <summary>The attempt to connect is at another phase.</summary>
    Phase,

    /// <summary>The broker took a message, or the client gave it up.</summary>
    Result,

    /// <summary>A message arrived.</summary>
    Message,
}
