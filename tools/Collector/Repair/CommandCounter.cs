using System;

namespace ZhiSan.Edge.Collector;

/// <summary>Chooses the counter of the next command to a gateway.</summary>
public static class CommandCounter
{
    /// <summary>A heartbeat is anybody's text: a counter further ahead of the clock than a year was never a command's.</summary>
    private const long MostAheadMs = 366L * 86_400_000;

    /// <summary>Above everything that was sent and accepted before, and not below the clock.</summary>
    /// <param name="last">Counter of the last command sent, 0 when unknown.</param>
    /// <param name="heartbeat">Counter of the last command accepted, as the gateway's heartbeat says; 0 when unknown.</param>
    /// <param name="nowMs">Now, in ms since 1970.</param>
    public static long Next(long last, long heartbeat, long nowMs)
    {
        var accepted = heartbeat <= nowMs + MostAheadMs ? heartbeat : 0;
        return Math.Max(Math.Max(last, accepted) + 1, nowMs);
    }
}
