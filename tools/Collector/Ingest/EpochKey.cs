namespace ZhiSan.Edge.Collector;

/// <summary>One epoch of one gateway in the store.</summary>
/// <param name="GatewayNumber">The store's number of the gateway.</param>
/// <param name="Epoch">The epoch.</param>
public readonly record struct EpochKey(long GatewayNumber, uint Epoch);
