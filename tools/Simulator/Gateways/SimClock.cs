namespace ZhiSan.Edge.Simulator;

/// <summary>A gateway's crystal: monotonic time from 0 at its start, that runs a little fast or slow.</summary>
internal sealed class SimClock
{
    private const long Million = 1_000_000;
    private readonly long _ratePpm;
    private long _startMs;

    /// <summary>Makes a clock.</summary>
    /// <param name="driftPpm">Parts per million that it runs fast; negative for slow.</param>
    public SimClock(long driftPpm)
    {
        _ratePpm = Million + driftPpm;
        DriftPpm = driftPpm;
    }

    /// <summary>Parts per million that it runs fast.</summary>
    public long DriftPpm { get; }

    /// <summary>The device starts.</summary>
    public void Start(long worldMs) => _startMs = worldMs;

    /// <summary>What the clock shows.</summary>
    public long Read(long worldMs) => (worldMs - _startMs) * _ratePpm / Million;

    /// <summary>When it will show a time.</summary>
    public long WorldAt(long clockMs) =>
        clockMs > long.MaxValue / (2 * Million) ? long.MaxValue : _startMs + (((clockMs * Million) + _ratePpm - 1) / _ratePpm);
}
