namespace ZhiSan.Edge.Collector;

/// <summary>An incident as the database has it.</summary>
internal sealed record IncidentRow
{
    public required long Begin { get; init; }

    public required string Cause { get; init; }

    public long? BeginBoot { get; init; }

    public long? BeginUptime { get; init; }

    public string? BeginUtc { get; init; }

    public long? End { get; init; }

    public long? EndBoot { get; init; }

    public long? EndUptime { get; init; }

    public string? EndUtc { get; init; }

    public long? Seconds { get; init; }

    public long? First { get; init; }

    public long? Last { get; init; }

    /// <summary>The first boot after its beginning.</summary>
    public long? NextBoot { get; init; }

    public string? BootUtc { get; init; }

    /// <summary>Only a message told of it.</summary>
    public bool IsAnnounced { get; init; }
}
