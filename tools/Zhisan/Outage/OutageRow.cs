namespace ZhiSan.Edge.Cli.Outage;

/// <summary>One row, wherever it is.</summary>
/// <param name="Seconds">Since the first row.</param>
/// <param name="Values">Fixed-point values, separated by spaces.</param>
internal sealed record OutageRow(long Seconds, string Values);
