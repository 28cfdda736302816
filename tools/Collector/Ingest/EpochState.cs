namespace ZhiSan.Edge.Collector;

/// <summary>What is known of an epoch as a whole.</summary>
/// <param name="Through">The acknowledged watermark; never goes back.</param>
/// <param name="HeldFrom">The oldest number that the gateway may still hold; never goes back.</param>
/// <param name="Duplicates">Records that came again.</param>
public sealed record EpochState(long Through, long HeldFrom, long Duplicates);
