using System;
using System.Globalization;

namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>
/// Reads the time of a row: an ISO date-time (<c>2015-02-04 17:51:00</c>, <c>T</c> or a blank between, seconds and their
/// fraction optional,
/// <c>Z</c>, an offset or nothing at the end, nothing meaning UTC), or Unix seconds with or without decimals.
/// </summary>
internal static class CsvTime
{
    // 9999-12-31T23:59:59.999Z, the last instant that DateTime knows.
    private const long MaxUnixMs = 253402300799999;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd'T'HH:mmK",
    ];

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="unixMs">Milliseconds since 1970-01-01 UTC, not negative; finer parts are rounded to the nearest.</param>
    public static bool TryParse(string text, out long unixMs)
    {
        if (CsvNumber.TryScale(text, 3, MaxUnixMs, out unixMs) == CsvNumber.Result.Ok)
        {
            return unixMs >= 0;
        }

        bool parsed = DateTimeOffset.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time);
        unixMs = parsed ? RoundToMs(time) : 0;
        return parsed && unixMs >= 0;
    }

    private static long RoundToMs(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        return (ticks + (TimeSpan.TicksPerMillisecond / 2)) / TimeSpan.TicksPerMillisecond;
    }
}
