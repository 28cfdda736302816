namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>A promise that did not hold, and in which case.</summary>
/// <param name="Id">The invariant, for example "I3".</param>
/// <param name="Text">What was found.</param>
public sealed record Violation(string Id, string Text);
