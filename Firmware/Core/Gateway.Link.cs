using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Uplink;

namespace ZhiSan.Edge.Core;

/// <content>The connection to the broker.</content>
public sealed partial class Gateway
{
    // This many failures in a row, and the other broker is tried.
    private const int TriesPerBroker = 2;

    // From this many short connections in a row on, one counts only after it has lasted.
    private const int ManyShort = 2;

    private const int MostCalmDoublings = 3;

    private readonly Backoff _backoff;
    private LinkState _link = LinkState.Down;
    private long _upSinceMs;
    private int _broker;
    private int _brokerFailures;
    private int _shortSessions;
    private int _calmDoublings;
    private byte _phase;
    private bool _proven;
    private bool _returning;
    private bool _connectDue;
    private bool _disconnectDue;
    private bool _stateDue;

    /// <summary>The link as the core sees it.</summary>
    public LinkState Link => _link;

    /// <summary>The broker in use or to be tried next: 0 the primary one, 1 the secondary.</summary>
    public int Broker => _broker;

    /// <summary>
    /// The attempt enters a phase. An adapter that does not know phases leaves this out: then the whole attempt has
    /// <see cref="GatewayOptions.ConnectTimeoutMs"/>.
    /// </summary>
    /// <param name="nowMs">Monotonic time.</param>
    /// <param name="phase">One of <see cref="ConnectPhase"/>.</param>
    public void LinkPhase(long nowMs, byte phase)
    {
        _nowMs = nowMs;
        if (_link == LinkState.Connecting && phase < ConnectPhase.Count)
        {
            _phase = phase;
            _deadlines.Set(Deadlines.ConnectTimeout, nowMs + _options.PhaseTimeoutsMs[phase]);
        }
    }

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
        _upSinceMs = nowMs;
        _proven = false;
        Counters.Connects++;
        _connectDue = false;
        _stateDue = true;
        _heartbeatDue = true;
        _pagesHeld = !_options.AckedByBroker;
        _control = Control.None;
        _deadlines.Clear(Deadlines.ConnectTimeout);
        _deadlines.Clear(Deadlines.Pause);
        _deadlines.Set(Deadlines.AckGrace, nowMs + _options.AckGraceMs);
        _deadlines.Set(Deadlines.Stable, nowMs + _options.StableMs);
        _ackTimeoutMs = _options.AckTimeoutMs;
        _mostUnanswered = MostUnanswered;
        RestartWindow();
        _repair.Restart(_repair.TakenThrough);
        if (_bootUtcMs == 0)
        {
            _deadlines.Set(Deadlines.ClockUnknown, nowMs + _options.ClockUnknownMs);
        }

        if (_draining || _journal.UnsealedRows > 0)
        {
            // What grew during the outage is final now; a page that is young goes on.
            bool isOld = _draining || _journal.UnsealedRows * _options.PeriodSeconds * 1000 >= _options.SealAgeMs;
            _deadlines.Set(Deadlines.Seal, isOld ? nowMs : nowMs + _options.SealAgeMs);
        }
    }

    /// <summary>The connection, or the attempt, failed.</summary>
    /// <param name="nowMs">Monotonic time.</param>
    /// <param name="cause">What was seen, one of <see cref="IncidentCause"/> from Wi-Fi to credentials.</param>
    public void LinkDown(long nowMs, byte cause)
    {
        _nowMs = nowMs;
        LoseLink(Evidence.OfLink(cause, _link == LinkState.Up));
    }

    /// <summary>
    /// Tries to connect at once instead of at its turn. For somebody who stands before one gateway: a fleet that did it would come all together.
    /// </summary>
    public void ConnectSoon(long nowMs)
    {
        if (IsStarted && _link == LinkState.Down)
        {
            _deadlines.Set(Deadlines.Connect, nowMs);
        }
    }

    private void Connect()
    {
        _link = LinkState.Connecting;
        _connectDue = true;
        _phase = ConnectPhase.Count;
        _deadlines.Set(Deadlines.ConnectTimeout, _nowMs + _options.ConnectTimeoutMs);
    }

    private void GiveUpAttempt()
    {
        _disconnectDue = true;
        LoseLink(
            _phase == ConnectPhase.Network ? Evidence.NoNetwork
            : _phase == ConnectPhase.Address ? Evidence.NoAddress
            : _phase == ConnectPhase.Dns ? Evidence.NoName
            : Evidence.NoEntry);
    }

    private void LoseLink(int facts)
    {
        if (_link == LinkState.Down || _link == LinkState.Stopped)
        {
            return;
        }

        bool wasUp = _link == LinkState.Up;
        bool wasShort = wasUp && _nowMs - _upSinceMs < _options.StableMs;
        _link = LinkState.Down;
        _linkFacts |= facts;
        _shortSessions = wasShort ? _shortSessions + 1 : wasUp ? 0 : _shortSessions;
        Counters.NoteLinkCause(Evidence.Decide(facts));
        _connectDue = false;
        _stateDue = false;
        _control = Control.None;
        ClearLinkDeadlines();
        if (wasUp)
        {
            BeginIncident(IncidentSubject.Link, _linkFacts);
        }

        ChooseBroker(wasUp && !wasShort);
        _deadlines.Set(Deadlines.Connect, _nowMs + WaitMs(facts));
    }

    // Whoever was refused is refused again: that is asked seldom, but asked.
    private long WaitMs(int facts)
    {
        long wait = _backoff.NextMs(_options.ReconnectMinMs, _options.ReconnectMaxMs);
        if (Evidence.Decide(facts) != IncidentCause.Credentials)
        {
            return wait;
        }

        long least = _options.RefusedRetryMs / 2;
        return least + _backoff.Jitter(least);
    }

    private void ChooseBroker(bool wasGood)
    {
        _brokerFailures = wasGood ? 0 : _brokerFailures + 1;
        if (!_options.HasSecondary)
        {
            return;
        }

        // A try of the primary one that failed goes straight back, and the next try waits longer.
        bool change = _returning || _brokerFailures >= TriesPerBroker;
        if (_returning && _calmDoublings < MostCalmDoublings)
        {
            _calmDoublings++;
        }

        _returning = false;
        if (change)
        {
            _broker = 1 - _broker;
            _brokerFailures = 0;
        }
    }

    // The broker has taken something: the connection is real.
    private void Prove()
    {
        if (_proven || _link != LinkState.Up)
        {
            return;
        }

        _proven = true;
        _returning = false;
        if (_broker == 0)
        {
            _calmDoublings = 0;
        }
        else
        {
            long calm = _options.CalmMs << _calmDoublings;
            _deadlines.Set(Deadlines.Return, _nowMs + calm + _backoff.Slot(calm));
        }

        if (_shortSessions < ManyShort)
        {
            EndLinkIncident();
        }
    }

    private void Settle()
    {
        _shortSessions = 0;
        _brokerFailures = 0;
        _backoff.Succeed();
        if (_proven)
        {
            EndLinkIncident();
        }
    }

    private void EndLinkIncident()
    {
        _deadlines.Clear(Deadlines.OfflineIncident);
        EndIncident(IncidentSubject.Link, _linkFacts);
        _linkFacts = 0;
    }

    // Not an interruption unless it takes long: what is not sent on the one broker is sent on the other.
    private void ReturnToPrimary()
    {
        _returning = true;
        _broker = 0;
        _link = LinkState.Down;
        _disconnectDue = true;
        _control = Control.None;
        _stateDue = false;
        ClearLinkDeadlines();
        _deadlines.Set(Deadlines.OfflineIncident, _nowMs + _options.OfflineIncidentMs);
        _deadlines.Set(Deadlines.Connect, _nowMs);
    }

    private void ClearLinkDeadlines()
    {
        _deadlines.Clear(Deadlines.ConnectTimeout);
        _deadlines.Clear(Deadlines.AckGrace);
        _deadlines.Clear(Deadlines.AckTimeout);
        _deadlines.Clear(Deadlines.Seal);
        _deadlines.Clear(Deadlines.PublishTimeout);
        _deadlines.Clear(Deadlines.Pause);
        _deadlines.Clear(Deadlines.Stable);
        _deadlines.Clear(Deadlines.Return);
        _deadlines.Clear(Deadlines.ClockUnknown);
        _deadlines.Clear(Deadlines.Silence);
    }
}
