namespace ZhiSan.Edge.Serial;

/// <summary>A range that could not be read any more.</summary>
/// <param name="First">Its first record.</param>
/// <param name="Last">Its last one.</param>
/// <param name="Cause">Why, as the gateway says.</param>
public sealed record DumpLost(long First, long Last, string Cause);
