using System;

namespace ZhiSan.Edge.Sensors;

/// <summary>
/// A regular grid of instants, <c>phase + k * period</c> for every integer k, on the gateway's monotonic clock. Pure arithmetic
/// on the grid, never "last time plus period": a late tick cannot make it drift, and a stall shows as slots between two
/// instants.
/// </summary>
public sealed class Schedule
{
    /// <summary>Makes a grid.</summary>
    /// <param name="periodMs">Distance of the slots in milliseconds, at least 1.</param>
    /// <param name="phaseMs">Offset of the grid in milliseconds, 0 to <paramref name="periodMs"/> - 1.</param>
    /// <exception cref="ArgumentException">A number is outside its range.</exception>
    public Schedule(int periodMs, int phaseMs)
    {
        if (periodMs < 1)
        {
            throw new ArgumentException("schedule period must be at least 1 ms");
        }

        if (phaseMs < 0 || phaseMs >= periodMs)
        {
            throw new ArgumentException("schedule phase must be 0 to period - 1 ms");
        }

        PeriodMs = periodMs;
        PhaseMs = phaseMs;
    }

    /// <summary>Distance of the slots in milliseconds.</summary>
    public int PeriodMs { get; }

    /// <summary>Offset of the grid in milliseconds.</summary>
    public int PhaseMs { get; }

    /// <summary>The last slot at or before an instant.</summary>
    /// <param name="monotonicMs">The instant in milliseconds.</param>
    public long LastAtOrBefore(long monotonicMs)
    {
        long sinceSlot = (monotonicMs - PhaseMs) % PeriodMs;
        if (sinceSlot < 0)
        {
            // Before the first slot of a positive phase the remainder is negative: the grid has no beginning.
            sinceSlot += PeriodMs;
        }

        return monotonicMs - sinceSlot;
    }

    /// <summary>The first slot at or after an instant.</summary>
    /// <param name="monotonicMs">The instant in milliseconds.</param>
    public long NextAtOrAfter(long monotonicMs) => NextAfter(monotonicMs - 1);

    /// <summary>The first slot after an instant.</summary>
    /// <param name="monotonicMs">The instant in milliseconds.</param>
    public long NextAfter(long monotonicMs) => LastAtOrBefore(monotonicMs) + PeriodMs;

    /// <summary>How many slots lie at or after one instant and before another.</summary>
    /// <param name="fromMs">The first instant, included.</param>
    /// <param name="beforeMs">The second instant, excluded.</param>
    /// <returns>The count, 0 when the second is not after the first.</returns>
    public long CountSlots(long fromMs, long beforeMs)
    {
        long first = NextAtOrAfter(fromMs);
        long end = NextAtOrAfter(beforeMs);
        return end > first ? (end - first) / PeriodMs : 0;
    }
}
