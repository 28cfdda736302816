namespace ZhiSan.Edge.Collector;

/// <summary>A gateway as the database has it.</summary>
internal sealed record GatewayRow
{
    public required long Number { get; init; }

    public required GatewayId Id { get; init; }

    public required string State { get; init; }

    public required uint CurrentEpoch { get; init; }

    public required long? HeartbeatMs { get; init; }

    public required uint HeartbeatEpoch { get; init; }

    public required long HeartbeatDurable { get; init; }

    public required long HeartbeatFreed { get; init; }

    public required long? LastPagesMs { get; init; }

    public required long AckedThrough { get; init; }

    /// <summary>The epoch that its journal is in now: what it said last, by heartbeat or by pages.</summary>
    public uint LiveEpoch =>
        HeartbeatEpoch == 0 ? CurrentEpoch
        : CurrentEpoch == 0 || HeartbeatMs >= LastPagesMs ? HeartbeatEpoch
        : CurrentEpoch;
}
