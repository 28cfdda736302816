using System;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Uplink;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Core;

/// <content>The way of records: journal, pages, acknowledgements.</content>
public sealed partial class Gateway
{
    // Messages sent without a sign of life from the platform: what is resent at most when it was away.
    private const int MostUnanswered = 16;

    // So long one incident lasts at least, however many false acknowledgements come: the flash is not theirs to wear out.
    private const long RefusalMs = 10 * 60 * 1000;

    private readonly ReplayWindow _window = new ReplayWindow();
    private readonly ReplayRun _run = new ReplayRun();
    private readonly byte[] _pages;
    private int _lastToken;
    private int _sealedAt;
    private int _pipe = 2;
    private int _unanswered;
    private int _mostUnanswered = MostUnanswered;
    private long _ackTimeoutMs;
    private bool _pagesHeld;
    private bool _draining;
    private bool _reading;

    /// <summary>A scan is complete. When this returns true it is durable; otherwise it is counted as refused.</summary>
    public bool TakeScan(long nowMs, Scan scan)
    {
        _nowMs = nowMs;
        _record.SetScan(scan.ChannelCount);
        _record.UptimeSeconds = (int)(scan.MonotonicMs / 1000);
        Array.Copy(scan.Values, _record.Values, scan.ChannelCount);
        Array.Copy(scan.Qualities, _record.Qualities, scan.ChannelCount);
        bool durable = Append(_record);
        if (durable)
        {
            Counters.Scans++;
            _lastScan.CopyFrom(_record);
            _liveDue = true;
        }
        else
        {
            Counters.ScansRefused++;
        }

        LookAtStorage();
        LookAtSensors();
        return durable;
    }

    /// <summary>Seals what there is and sends it as soon as the link allows, whatever its age, from now on.</summary>
    public void Drain(long nowMs)
    {
        _nowMs = nowMs;
        _draining = true;
        Seal();
    }

    /// <summary>The broker took a message (or the client gave it up).</summary>
    public void PublishResult(long nowMs, int token, bool accepted)
    {
        _nowMs = nowMs;
        bool known = TakeControlResult(token, accepted) || TakePagesResult(_window, token, accepted)
            || TakePagesResult(_repair, token, accepted);
        if (accepted)
        {
            // Even an answer that nobody waits for any more is a sign of life.
            _deadlines.Clear(Deadlines.PublishTimeout);
            Prove();
        }
        else if (known)
        {
            // Whoever could not take it now is left alone for a moment; whoever never takes anything is left for good.
            _deadlines.Set(Deadlines.Pause, nowMs + (_options.SlowAnswerMs / 4));
            WatchAnswers();
            return;
        }

        WatchPublishing();
    }

    private bool TakePagesResult(ReplayWindow window, int token, bool accepted)
    {
        if (!accepted)
        {
            return window.Refuse(token);
        }

        long tookMs = window.Take(token, _nowMs);
        if (tookMs < 0)
        {
            return false;
        }

        if (tookMs > 0)
        {
            long rate = _pages.Length * 1000L * (window.Untaken + 1) / tookMs;
            _drainRate = ((_drainRate * 3) + rate) / 4;
        }

        // A slow line gets less at once, so that a preview never queues behind more than about a second of pages.
        if (tookMs > _options.SlowAnswerMs && _pipe > 1)
        {
            _pipe--;
        }
        else if (tookMs < _options.SlowAnswerMs * 2 / 5 && _pipe < _options.MostUntaken)
        {
            _pipe++;
        }

        long through = window.TakenThrough;
        window.Finish(through);
        if (window == _window && _options.AckedByBroker && through > Watermarks.Acked)
        {
            TakeAck(_journal.Epoch, through);
        }

        return true;
    }

    // Whatever waits for the broker's word waits for a sign of life, not for ever.
    private void WatchPublishing()
    {
        bool waits = _control != Control.None || _window.Untaken + _repair.Untaken > 0;
        if (!waits)
        {
            _deadlines.Clear(Deadlines.PublishTimeout);
        }
        else
        {
            WatchAnswers();
        }
    }

    private void WatchAnswers()
    {
        if (!_deadlines.IsSet(Deadlines.PublishTimeout))
        {
            _deadlines.Set(Deadlines.PublishTimeout, _nowMs + (_proven ? _options.PublishTimeoutMs : _options.FirstPublishMs));
        }
    }

    private bool NextPages(GatewayOutput output)
    {
        if (_pagesHeld || _window.Untaken + _repair.Untaken >= _pipe)
        {
            return false;
        }

        if (!_bytes.HasAny || !_messages.HasAny)
        {
            Wake(_bytes.ReadyMs > _messages.ReadyMs ? _bytes.ReadyMs : _messages.ReadyMs);
            return false;
        }

        // Both read with the same reader: whoever is on its way goes on first.
        return NextBacklog(output) || (!_reading && NextRepair(output));
    }

    private bool NextBacklog(GatewayOutput output)
    {
        _reading = false;
        while (!_window.IsFull && (_unanswered < _mostUnanswered || _options.AckedByBroker))
        {
            switch (_journal.ReadSome(_window.Next, _pages, _run))
            {
                case ReplayStatus.Ok:
                    Watermarks.MoveSent(_run.LastSequence);
                    _unanswered++;
                    if (!_deadlines.IsSet(Deadlines.Silence) && !_options.AckedByBroker)
                    {
                        _deadlines.Set(Deadlines.Silence, _nowMs + _options.PlatformSilenceMs);
                    }

                    if (!_deadlines.IsSet(Deadlines.AckTimeout))
                    {
                        _deadlines.Set(Deadlines.AckTimeout, _nowMs + _ackTimeoutMs);
                    }

                    SendPages(_window, output);
                    return true;

                case ReplayStatus.Damaged:
                    if (!AccountFor(_run.FirstSequence, _run.LastSequence))
                    {
                        return false;
                    }

                    break;

                case ReplayStatus.Busy:
                    _reading = true;
                    Wake(_nowMs);
                    return false;

                default:
                    return false;
            }
        }

        return false;
    }

    private void SendPages(ReplayWindow window, GatewayOutput output)
    {
        Counters.PageMessages++;
        if (window == _window && window.InFlight == 0)
        {
            // A page that begins with a boot's record still names the boot before.
            NoteOldest(_run.FirstSequence > _startedAt ? _journal.Boot : _run.Boot, _run.UptimeSeconds, _run.BootUtcMs);
        }

        window.Send(_run.FirstSequence, _run.LastSequence, NextToken(), _nowMs);
        output.SetPublish(Topics.Pages, _pages, _run.Length, 1, false, _lastToken);
        Spend(_run.Length, false);
        WatchPublishing();
    }

    private int NextToken()
    {
        _lastToken = (_lastToken + 1) & int.MaxValue;
        return _lastToken;
    }

    // What the journal cannot give any more is said in a record, at once, so that nobody waits for it; but only once.
    private bool AccountFor(long first, long last)
    {
        if (!TellLost(first, last, Watermarks.Acked))
        {
            return false;
        }

        _window.SkipTo(last + 1);
        return true;
    }

    // Journals what no tombstone that can still be read accounts for, behind a number. False when the flash refuses.
    private bool TellLost(long first, long last, long behind)
    {
        LookBehind(first, last);
        long from = first > behind ? first : behind + 1;
        while (from <= last)
        {
            int range = _gone.Find(from, last, out long through);
            if (range < 0 || !IsTold(range))
            {
                byte cause = range < 0 || _gone.Cause(range) == GoneRanges.Thinned ? LossCause.Damaged : _gone.Cause(range);
                if (_journal.DeclareLost(from, through, cause, UptimeSeconds) != AppendStatus.Durable)
                {
                    _deadlines.Set(Deadlines.StorageRetry, _nowMs + StorageRetryMs);
                    return false;
                }

                _deadlines.Set(Deadlines.Seal, _nowMs);
            }

            from = through + 1;
        }

        return true;
    }

    // A tombstone that is no longer remembered lies right behind the range, if it was made by a start.
    private void LookBehind(long first, long last)
    {
        int range = _gone.Find(first, last, out long through);
        if ((range < 0 || _gone.Told(range) == 0) && _journal.Read(last + 1, _pages, _run) == ReplayStatus.Ok)
        {
            _journal.ShowTombstones(_pages, _run);
        }
    }

    // A tombstone may be destroyed as well, before the platform has it or, in history, before it wants it again.
    private bool IsTold(int range)
    {
        long told = _gone.Told(range);
        return told == 0
            ? _gone.Cause(range) == GoneRanges.Thinned
            : told > Watermarks.Sealed || (_journal.Read(told, _pages, _run) == ReplayStatus.Ok && _run.FirstSequence <= told);
    }

    // Any acknowledgement of this epoch, even one that moves nothing, says that the platform is there and at work.
    private bool TakeAck(uint epoch, long through)
    {
        switch (_journal.Acknowledge(epoch, through))
        {
            case AckStatus.Moved:
                _window.Finish(Watermarks.Acked);
                WatchPublishing();
                if (Watermarks.Acked >= Watermarks.Sealed)
                {
                    NoteOldest(_journal.Boot, _sealedAt, _bootUtcMs);
                }

                HearPlatform();
                return true;

            case AckStatus.Stale:
                HearPlatform();
                return true;

            case AckStatus.BeyondSent:
                Counters.AcksRefused++;
                BeginIncident(IncidentSubject.Platform, Evidence.FalseAcknowledgement);
                _deadlines.Set(Deadlines.Refusal, _nowMs + RefusalMs);

                // It frees nothing. But whoever says it is there: waiting for a better word would hold back all that is new.
                HearPlatform();
                return true;

            default:
                _pagesHeld = false;
                return true;
        }
    }

    private void HearPlatform()
    {
        _pagesHeld = false;
        _deadlines.Clear(Deadlines.AckGrace);
        _unanswered = 0;
        _mostUnanswered = MostUnanswered;
        _ackTimeoutMs = _options.AckTimeoutMs;
        _deadlines.Clear(Deadlines.Silence);
        if (!_deadlines.IsSet(Deadlines.Refusal))
        {
            EndIncident(IncidentSubject.Platform, Evidence.NoAcknowledgement);
        }

        if (Watermarks.Acked >= _window.Next - 1)
        {
            _deadlines.Clear(Deadlines.AckTimeout);
        }
        else
        {
            _deadlines.Set(Deadlines.AckTimeout, _nowMs + _ackTimeoutMs);
        }
    }

    // Nothing was acknowledged for a while: send one message again, as a question, and wait longer before the next.
    private void GoBack()
    {
        if (Watermarks.Acked >= _window.Next - 1)
        {
            return;
        }

        if (_window.Untaken > 0)
        {
            // It is the broker who is silent: that has its own deadline.
            _deadlines.Set(Deadlines.AckTimeout, _nowMs + _ackTimeoutMs);
            return;
        }

        Counters.Resends++;
        RestartWindow();
        _mostUnanswered = 1;
        _ackTimeoutMs = _ackTimeoutMs * 2 > _options.AckTimeoutMaxMs ? _options.AckTimeoutMaxMs : _ackTimeoutMs * 2;
        _deadlines.Set(Deadlines.AckTimeout, _nowMs + _ackTimeoutMs);
    }

    private void RestartWindow()
    {
        _window.Restart(Watermarks.Acked);
        _unanswered = 0;
        WatchPublishing();
    }

    private bool Append(Record record)
    {
        bool first = Unsent == 0;
        if (_journal.Append(record) != AppendStatus.Durable)
        {
            _deadlines.Set(Deadlines.StorageRetry, _nowMs + StorageRetryMs);
            return false;
        }

        if (first)
        {
            NoteOldest(_journal.Boot, UptimeSeconds, _bootUtcMs);
        }

        NoteUnsealed();
        return true;
    }

    private void NoteUnsealed()
    {
        if (_link == LinkState.Up && _journal.UnsealedRows > 0 && !_deadlines.IsSet(Deadlines.Seal))
        {
            _deadlines.Set(Deadlines.Seal, _draining ? _nowMs : _nowMs + _options.SealAgeMs);
        }
    }

    private void Seal()
    {
        _deadlines.Clear(Deadlines.Seal);
        if (_journal.Seal() != StoreStatus.Ok)
        {
            _deadlines.Set(Deadlines.StorageRetry, _nowMs + StorageRetryMs);
        }

        _sealedAt = UptimeSeconds;
        NoteUnsealed();
    }
}
