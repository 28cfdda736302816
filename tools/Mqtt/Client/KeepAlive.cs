using System;
using System.Threading;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// Decides when to ping and when to give up. A ping goes out every keep-alive period, whatever else is sent and received: so the
/// promise to the broker (section 3.1.2.10) holds when we only receive, and a half-open line is noticed when we only send.
/// </summary>
internal sealed class KeepAlive(long keepAliveMs, long pingTimeoutMs)
{
    private const long Never = long.MaxValue;

    private readonly Lock _lock = new();
    private long _pingedAtMs = Environment.TickCount64;
    private long _unansweredSinceMs = Never;
    private bool _paused;

    internal enum Verdict
    {
        Fine,
        SendPing,
        Expired,
    }

    /// <summary>How often <see cref="Check"/> is to be called.</summary>
    public TimeSpan CheckPeriod => TimeSpan.FromMilliseconds(Math.Clamp(Math.Min(keepAliveMs, pingTimeoutMs) / 8, 20, 1000));

    /// <summary>A packet came from the broker, or reading goes on after a pause.</summary>
    public void Received()
    {
        lock (_lock)
        {
            _unansweredSinceMs = Never;
            _paused = false;
        }
    }

    /// <summary>We stop reading for a while: silence then says nothing about the broker.</summary>
    public void Pause()
    {
        lock (_lock)
        {
            _paused = true;
        }
    }

    /// <summary>Judges the present moment.</summary>
    public Verdict Check()
    {
        lock (_lock)
        {
            var nowMs = Environment.TickCount64;
            if (!_paused && _unansweredSinceMs != Never && nowMs - _unansweredSinceMs >= pingTimeoutMs)
            {
                return Verdict.Expired;
            }

            if (nowMs - _pingedAtMs < keepAliveMs)
            {
                return Verdict.Fine;
            }

            _pingedAtMs = nowMs;
            _unansweredSinceMs = Math.Min(_unansweredSinceMs, nowMs);
            return Verdict.SendPing;
        }
    }
}
