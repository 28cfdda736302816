namespace ZhiSan.Edge.Cli.Demo;

/// <summary>One scan, as the side log or the database has it.</summary>
/// <param name="Boot">Boot in which it was taken.</param>
/// <param name="UptimeSeconds">Uptime then.</param>
/// <param name="Values">Fixed-point values, separated by spaces; an absent one is <c>-</c>.</param>
/// <param name="IsDurable">Whether the journal said that it is durable; always true in the database.</param>
internal sealed record TakenScan(uint Boot, int UptimeSeconds, string Values, bool IsDurable);
