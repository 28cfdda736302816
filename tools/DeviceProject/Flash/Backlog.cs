namespace ZhiSan.Edge.DeviceProject;

/// <summary>What a gateway says about records that the platform does not have.</summary>
/// <param name="IsKnown">Whether it could be asked at all.</param>
/// <param name="UnsentRecords">How many there are, when it is known.</param>
public sealed record Backlog(bool IsKnown, long UnsentRecords)
{
    /// <summary>The gateway did not answer: it may hold anything.</summary>
    public static Backlog Unknown { get; } = new(false, 0);

    /// <summary>The gateway answered.</summary>
    public static Backlog Of(long unsentRecords) => new(true, unsentRecords);
}
