using System;
using System.Diagnostics;

namespace ZhiSan.Edge.VirtualGateway;

/// <summary>
/// The gateway's clocks: monotonic from its start, and UTC, both running <see cref="Speed"/> times as fast as real time.
/// Processes that share an origin share one virtual UTC, whenever they start.
/// </summary>
public sealed class VirtualClock
{
    private readonly long _startTicks = Stopwatch.GetTimestamp();
    private readonly long _utcMsAtStart;

    private VirtualClock(double speed, long utcMsAtStart)
    {
        Speed = speed;
        _utcMsAtStart = utcMsAtStart;
    }

    /// <summary>Starts a clock now, at the given virtual UTC.</summary>
    /// <param name="speed">Virtual seconds per second, at least 1.</param>
    /// <param name="utcMs">Virtual UTC now, in milliseconds since 1970.</param>
    public static VirtualClock StartingAt(double speed, long utcMs) => new(speed, utcMs);

    /// <summary>Starts a clock now that agrees with every other one of the same origin and speed.</summary>
    /// <param name="speed">Virtual seconds per second, at least 1.</param>
    /// <param name="originUtcMs">Virtual UTC at the origin, in milliseconds since 1970.</param>
    /// <param name="originRealMs">Real UTC at the origin, in milliseconds since 1970.</param>
    public static VirtualClock Shared(double speed, long originUtcMs, long originRealMs)
    {
        long realMs = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        return new VirtualClock(speed, originUtcMs + (long)((realMs - originRealMs) * speed));
    }

    /// <summary>Virtual seconds per second.</summary>
    public double Speed { get; }

    /// <summary>Monotonic milliseconds since the clock was made.</summary>
    public long NowMs => (long)(Stopwatch.GetElapsedTime(_startTicks).TotalMilliseconds * Speed);

    /// <summary>Virtual UTC when the monotonic clock read 0, in milliseconds since 1970.</summary>
    public long UtcMsAtZero => _utcMsAtStart;

    /// <summary>Virtual UTC now, in milliseconds since 1970.</summary>
    public long UtcMs => _utcMsAtStart + NowMs;

    /// <summary>How long to wait, really, until a monotonic instant; never negative, at most a minute.</summary>
    public TimeSpan Until(long monotonicMs)
    {
        const double LongestMs = 60_000;
        double realMs = (monotonicMs - (double)NowMs) / Speed;
        return TimeSpan.FromMilliseconds(Math.Clamp(realMs, 0, LongestMs));
    }
}
