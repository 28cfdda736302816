namespace ZhiSan.Edge.Bench.Workloads;

/// <summary>One row of a workload.</summary>
/// <param name="Seconds">When, in seconds since any fixed moment.</param>
/// <param name="Values">A fixed-point value for each channel; of an event, none.</param>
/// <param name="Qualities">A quality for each channel, 7 where there is no value.</param>
/// <param name="EventBody">Body of an event between the scans; null for a scan.</param>
public sealed record WorkloadRow(long Seconds, int[] Values, byte[] Qualities, byte[]? EventBody = null)
{
    /// <summary>The same row some seconds later.</summary>
    public WorkloadRow Later(long seconds) => this with { Seconds = Seconds + seconds };
}
