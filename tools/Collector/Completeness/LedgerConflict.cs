namespace ZhiSan.Edge.Collector;

/// <summary>A sign that two gateways share an identity.</summary>
/// <param name="Epoch">The epoch concerned.</param>
/// <param name="Kind">
/// <c>sequence</c>: the same numbers, other content. <c>epoch</c>: an older journal goes on after a newer one began.
/// </param>
/// <param name="Count">How often.</param>
/// <param name="Detail">The last one, in words.</param>
public sealed record LedgerConflict(uint Epoch, string Kind, long Count, string Detail);
