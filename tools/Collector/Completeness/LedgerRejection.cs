namespace ZhiSan.Edge.Collector;

/// <summary>Rejections of one kind.</summary>
/// <param name="Site">Site that the messages named; empty for foreign topics, <c>*</c> for strangers beyond counting.</param>
/// <param name="Gateway">Gateway that they named.</param>
/// <param name="Reason">A name of <see cref="RejectionReason"/>.</param>
/// <param name="Count">How often.</param>
/// <param name="Detail">The last one, in words.</param>
public sealed record LedgerRejection(string Site, string Gateway, string Reason, long Count, string Detail);
