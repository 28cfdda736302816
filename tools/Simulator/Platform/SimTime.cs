using System;

namespace ZhiSan.Edge.Simulator;

/// <summary>The platform's clock: true UTC of the simulated world.</summary>
/// <param name="queue">Tells the time of the world.</param>
internal sealed class SimTime(EventQueue queue) : TimeProvider
{
    /// <summary>UTC at the beginning of the world, in milliseconds since 1970: 2026-06-01.</summary>
    public const long BeginningMs = 1_780_272_000_000;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(BeginningMs + queue.NowMs);
}
