namespace ZhiSan.Edge.Collector;

/// <summary>All interruptions of one gateway with the same cause.</summary>
/// <param name="Site">Site of the gateway.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Cause">The cause in a word.</param>
/// <param name="Whose">Whose they were, in words.</param>
/// <param name="Count">How many.</param>
/// <param name="Open">How many last.</param>
/// <param name="Seconds">How long those took together of which that is known.</param>
/// <param name="LongestSeconds">How long the longest took.</param>
/// <param name="Last">When the last one began.</param>
public sealed record LedgerFault(
    string Site, string Gateway, string Cause, string Whose, long Count, long Open, long Seconds, long LongestSeconds, string Last);
