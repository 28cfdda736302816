namespace ZhiSan.Edge.Bench.Uplink;

/// <summary>A message with pages.</summary>
/// <param name="AtMs">When it was handed over.</param>
/// <param name="Bytes">Its payload.</param>
public readonly record struct SentPages(long AtMs, int Bytes);
