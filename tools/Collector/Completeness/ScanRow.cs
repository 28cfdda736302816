using System;
using System.Globalization;

namespace ZhiSan.Edge.Collector;

/// <summary>When a scan was taken.</summary>
internal sealed record ScanRow(long Sequence, uint Boot, long UptimeSeconds, long? UtcMs, long PeriodSeconds)
{
    private const long SecondsOfDay = 86_400;

    /// <summary>The day it counts for.</summary>
    public string Day => UtcMs is { } utc
        ? DayOf(utc)
        : string.Create(CultureInfo.InvariantCulture, $"boot {Boot} day {Math.Max(0, UptimeSeconds) / SecondsOfDay}");

    /// <summary>Its time for people.</summary>
    public string Time => UtcMs is { } utc
        ? Text(utc, "yyyy-MM-ddTHH:mm:ssZ")
        : string.Create(CultureInfo.InvariantCulture, $"boot {Boot} +{UptimeSeconds} s");

    /// <summary>The UTC day of a time in milliseconds.</summary>
    public static string DayOf(long utcMs) => Text(utcMs, "yyyy-MM-dd");

    /// <summary>Seconds from this scan to a later one; null when nobody knows.</summary>
    public long? SecondsTo(ScanRow later) =>
        Boot == later.Boot ? later.UptimeSeconds - UptimeSeconds
        : UtcMs is { } from && later.UtcMs is { } to ? (to - from) / 1000
        : null;

    // A gateway's clock may say anything: what no calendar holds is shown at its edge.
    private static string Text(long utcMs, string format)
    {
        var clamped = Math.Clamp(utcMs, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        return DateTimeOffset.FromUnixTimeMilliseconds(clamped).ToString(format, CultureInfo.InvariantCulture);
    }
}
