using System;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>How one portable test ended.</summary>
/// <param name="Failure">Why it failed, or null.</param>
/// <param name="SkipReason">Why it was skipped, or null.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Output">What it wrote with <c>OutputHelper</c>.</param>
public sealed record PortableOutcome(Exception? Failure, string? SkipReason, decimal Seconds, string Output);
