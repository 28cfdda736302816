using System;

namespace ZhiSan.Edge.Collector;

/// <summary>How patiently missing records are asked for.</summary>
public sealed record RepairPacing
{
    /// <summary>How long a gateway may be silent about a request before it counts as unanswered.</summary>
    public TimeSpan AnswerPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a hole may stand that the gateway fills by itself, because it is not acknowledged yet. Longer than its own resending.
    /// </summary>
    public TimeSpan ResendPatience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Wait before the same hole is asked for again; doubles each time.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest such wait.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Wait before a range is asked for again that the gateway says to be gone; doubles each time. A forged answer delays, no more.
    /// </summary>
    public TimeSpan GoneBackoff { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most gateways that are asked at a time: a platform without a database must not drown in what it asked for.</summary>
    public int MostAtOnce { get; init; } = 8;

    /// <summary>Most numbers of one request.</summary>
    public long MostNumbers { get; init; } = 10_000;

    /// <summary>The wait after a number of attempts.</summary>
    internal static long BackoffMs(TimeSpan first, TimeSpan longest, int attempts) =>
        (long)Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30)), longest.TotalMilliseconds);
}
