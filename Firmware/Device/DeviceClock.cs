using System;

namespace ZhiSan.Edge.Device;

/// <summary>The device's clocks: one that only counts, and one that knows the date once somebody set it.</summary>
public sealed class DeviceClock
{
    /// <summary>The first day that a set clock can show: an unset one shows 1970.</summary>
    public const int FirstPlausibleYear = 2025;

    /// <summary>
    /// The device counts steps of 10 ms in 32 bits: after 497 days the count begins anew, and whatever waits then waits for ever.
    /// </summary>
    private const long LongestRunMs = 480L * 24 * 60 * 60 * 1000;

    private readonly bool _mayKnowUtc;

    /// <summary>Makes the clocks.</summary>
    /// <param name="mayKnowUtc">Whether anything sets the system's clock; otherwise it is never believed.</param>
    public DeviceClock(bool mayKnowUtc)
    {
        _mayKnowUtc = mayKnowUtc;
    }

    /// <summary>Milliseconds since the device started; never set, never goes back.</summary>
    public long NowMs => Environment.TickCount64;

    /// <summary>Whether the gateway must restart, properly, before its clock begins anew.</summary>
    public static bool IsNearItsEnd(long nowMs) => nowMs >= LongestRunMs;

    /// <summary>UTC in milliseconds since 1970; false while nobody has set the clock.</summary>
    public bool TryGetUtcMs(out long utcMs)
    {
        utcMs = 0;
        if (!_mayKnowUtc)
        {
            return false;
        }

        DateTime now = DateTime.UtcNow;
        if (now.Year < FirstPlausibleYear)
        {
            return false;
        }

        utcMs = (now.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        return true;
    }
}
