using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Core;

/// <content>The connection to the broker.</content>
public sealed partial class Gateway
{
    /// <summary>Connected to the broker, and subscribed to <see cref="Topics.Ack"/> and <see cref="Topics.Command"/>.</summary>
    public void LinkUp(long nowMs)
    {
        _nowMs = nowMs;
        if (_link == LinkState.Stopped)
        {
            _disconnectDue = true;
            return;
        }

        _link = LinkState.Up;
        Counters.Connects++;
        _backoff.Succeed();
        _connectDue = false;
        _deadlines.Clear(Deadlines.ConnectTimeout);
        _deadlines.Clear(Deadlines.OfflineIncident);
        _stateDue = true;
        _heartbeatDue = true;
        _pagesHeld = !_options.AckedByBroker;
        _deadlines.Set(Deadlines.AckGrace, nowMs + _options.AckGraceMs);
        _ackTimeoutMs = _options.AckTimeoutMs;
        _control = Control.None;
        _mostUnanswered = MostUnanswered;
        RestartWindow();
        _repair.Restart(_repair.TakenThrough);
        EndIncident();
        if (_draining || _journal.UnsealedRows > 0)
        {
            // What grew during the outage is final now; a page that is young goes on.
            bool isOld = _draining || _journal.UnsealedRows * _options.PeriodSeconds * 1000 >= _options.SealAgeMs;
            _deadlines.Set(Deadlines.Seal, isOld ? nowMs : nowMs + _options.SealAgeMs);
        }
    }

    /// <summary>The connection, or the attempt, failed.</summary>
    /// <param name="nowMs">Monotonic time.</param>
    /// <param name="cause">Why, one of <see cref="IncidentCause"/>.</param>
    public void LinkDown(long nowMs, byte cause)
    {
        _nowMs = nowMs;
        if (_link == LinkState.Down || _link == LinkState.Stopped)
        {
            return;
        }

        bool wasUp = _link == LinkState.Up;
        _link = LinkState.Down;
        Counters.LastLinkCause = cause;
        _connectDue = false;
        _stateDue = false;
        _deadlines.Clear(Deadlines.ConnectTimeout);
        _deadlines.Clear(Deadlines.AckGrace);
        _deadlines.Clear(Deadlines.AckTimeout);
        _deadlines.Clear(Deadlines.Seal);
        _deadlines.Clear(Deadlines.PublishTimeout);
        _deadlines.Clear(Deadlines.Pause);
        _control = Control.None;
        _deadlines.Set(Deadlines.Connect, nowMs + _backoff.NextMs());
        if (wasUp)
        {
            BeginIncident(cause);
        }
    }
}
