namespace ZhiSan.Edge.Collector;

/// <summary>What the platform knows of a gateway when it looks for holes.</summary>
public sealed record RepairView
{
    /// <summary>Number of the gateway in the store.</summary>
    public required long GatewayNumber { get; init; }

    /// <summary>Whether it said that it is there.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>Epoch of its journal; 0 when nobody knows.</summary>
    public required uint Epoch { get; init; }

    /// <summary>Last number that it no longer holds, as its heartbeat says; 0 when it says nothing of this epoch.</summary>
    public required long Freed { get; init; }

    /// <summary>Last number that it will not send by itself, as its heartbeat says; 0 when it says nothing of this epoch.</summary>
    public required long Acked { get; init; }

    /// <summary>Counter of the last command that it accepted, as its heartbeat says.</summary>
    public required long HeartbeatCounter { get; init; }

    /// <summary>Counter of the last command that was sent.</summary>
    public required long Counter { get; init; }

    /// <summary>The last request, or null.</summary>
    public required RepairState? Last { get; init; }
}
