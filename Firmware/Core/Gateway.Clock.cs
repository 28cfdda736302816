using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Core;

/// <content>What time it is.</content>
public sealed partial class Gateway
{
    /// <summary>UTC became known, or was looked up again. Small differences change nothing; a step is journaled.</summary>
    /// <param name="nowMs">Monotonic time of the reading.</param>
    /// <param name="utcMs">UTC in milliseconds since 1970.</param>
    /// <param name="source">As in <see cref="TimeAnchorBody.Source"/>.</param>
    public void SetUtc(long nowMs, long utcMs, byte source)
    {
        _nowMs = nowMs;
        long bootUtcMs = utcMs - nowMs;
        long step = _bootUtcMs == 0 ? 0 : bootUtcMs - _bootUtcMs;
        if (bootUtcMs <= 0 || (_bootUtcMs != 0 && step > -ClockStepMs && step < ClockStepMs))
        {
            return;
        }

        TimeAnchorBody anchor = new TimeAnchorBody();
        anchor.UptimeMs = nowMs;
        anchor.UtcMs = utcMs;
        anchor.Source = source;
        anchor.StepMs = step;
        anchor.Write(_record);
        _record.UptimeSeconds = UptimeSeconds;
        _bootUtcMs = bootUtcMs;
        Append(_record);
    }
}
