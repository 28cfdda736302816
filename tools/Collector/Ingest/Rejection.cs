namespace ZhiSan.Edge.Collector;

/// <summary>Something that was not taken.</summary>
/// <param name="Reason">The named reason.</param>
/// <param name="Detail">One line for people.</param>
public sealed record Rejection(RejectionReason Reason, string Detail);
