namespace ZhiSan.Edge.Core;

/// <summary>The link to the broker as the core sees it.</summary>
public enum LinkState
{
    /// <summary>Not connected; an attempt is due at a deadline.</summary>
    Down,

    /// <summary>An attempt is under way.</summary>
    Connecting,

    /// <summary>Connected and subscribed.</summary>
    Up,

    /// <summary>Stopped on request: no further attempts.</summary>
    Stopped,
}
