using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Core;

/// <content>What time it is. Rows carry seconds since the start; anchors tie them to UTC.</content>
public sealed partial class Gateway
{
    // A source may be off by this much, and our clock by so many parts in a million since the last anchor: together that is drift.
    private const long DriftBaseMs = 1000;
    private const long DriftPpm = 500;

    // While the time is looked up: a new anchor at the latest, and at once when the clock is off by this much.
    private const long AnchorMs = 24 * 3600 * 1000L;
    private const long AnchorDriftMs = 500;

    // 2010 to 2100: an unset chip says 2000, a broken server 1970; recordings that are played back may be old.
    private const long FirstUtcMs = 1262304000000;
    private const long LastUtcMs = 4102444800000;

    private readonly TimeAnchorBody _anchor = new TimeAnchorBody();
    private long _bootUtcMs;
    private long _anchorMs;
    private long _anchorSequence;
    private int _driftPpm;
    private byte _clockSource;
    private bool _driftKnown;
    private bool _clockChipDue;

    /// <summary>
    /// UTC became known, or was looked up again. What differs by more than the clock can have drifted is a step; anything less
    /// corrects the drift. Both are journaled.
    /// </summary>
    /// <param name="nowMs">Monotonic time of the reading.</param>
    /// <param name="utcMs">UTC in milliseconds since 1970; before 2010 and after 2100 it is not believed.</param>
    /// <param name="source">One of <see cref="ClockSource"/>.</param>
    public void SetUtc(long nowMs, long utcMs, byte source)
    {
        _nowMs = nowMs;
        if (utcMs < FirstUtcMs || utcMs > LastUtcMs)
        {
            return;
        }

        // A chip that everybody else outranks is asked only as long as nobody else answered.
        if (_bootUtcMs != 0 && source == ClockSource.Chip && _clockSource != ClockSource.Chip)
        {
            return;
        }

        long passed = nowMs - _anchorMs;
        long step = _bootUtcMs == 0 ? 0 : utcMs - nowMs - _bootUtcMs;
        long size = step < 0 ? -step : step;
        bool isStep = size > DriftBaseMs + (passed * DriftPpm / 1000000);
        bool better = _clockSource == ClockSource.Chip && source != ClockSource.Chip;

        // Without a link nobody corrected the clock: it agrees with itself, and that is no evidence.
        bool looked = _link == LinkState.Up || source != ClockSource.Network;
        bool due = looked && (size >= AnchorDriftMs || passed >= AnchorMs);
        if (_bootUtcMs == 0 || isStep || better || due)
        {
            TakeUtc(utcMs, source, step, passed, isStep);
        }
    }

    private void TakeUtc(long utcMs, byte source, long step, long passed, bool isStep)
    {
        long before = _anchorSequence;
        _anchor.UptimeMs = _nowMs;
        _anchor.UtcMs = utcMs;
        _anchor.Source = source;
        _anchor.StepMs = step;
        _anchor.Write(_record);
        _record.UptimeSeconds = UptimeSeconds;
        if (!Append(_record))
        {
            // Tried again when the time is looked up next.
            return;
        }

        const long Meaningful = 3600 * 1000;
        if (before != 0 && !isStep && passed >= Meaningful)
        {
            _driftKnown = true;
            _driftPpm = (int)(step * 1000000 / passed);
        }

        _bootUtcMs = utcMs - _nowMs;
        _anchorMs = _nowMs;
        _anchorSequence = _record.Sequence;
        _clockSource = source;
        _clockChipDue = _options.HasClockChip && source != ClockSource.Chip;
        _deadlines.Clear(Deadlines.ClockUnknown);
        EndIncident(IncidentSubject.Clock, Evidence.ClockUnknown);
        if (isStep)
        {
            // Noticed now; wrong since some time behind the anchor before.
            BeginIncident(IncidentSubject.Clock, Evidence.ClockStepped);
            _open.Set(IncidentSubject.Clock, IncidentCause.Clock, _open.Begin(IncidentSubject.Clock), _nowMs - passed, before + 1);
            EndIncident(IncidentSubject.Clock, Evidence.ClockStepped);
        }

        _heartbeatDue = true;
    }
}
