using System;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Messages;
using ZhiSan.Edge.Core.Uplink;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Core;

/// <summary>
/// The gateway: the one object that changes anything. It reads no clock and does no input or output (I6): a loop gives it one
/// input, drains its outputs with <see cref="NextOutput"/>, and waits until <see cref="NextDeadlineMs"/> or the next input.
/// </summary>
/// <remarks>
/// Every reading is durable in the journal before anything else happens to it (I1). The link is a reader of the journal:
/// while it is down nothing here changes but the journal.
/// </remarks>
public sealed partial class Gateway
{
    private const int LiveBytes = 1024;
    private const int HeartbeatBytes = 1024;
    private const int IncidentBytes = 256;
    private const long StorageRetryMs = 30 * 1000;
    private const long ClockStepMs = 2000;

    private static readonly byte[] Online = { (byte)'o', (byte)'n', (byte)'l', (byte)'i', (byte)'n', (byte)'e' };
    private static readonly byte[] Offline = { (byte)'o', (byte)'f', (byte)'f', (byte)'l', (byte)'i', (byte)'n', (byte)'e' };

    private readonly GatewayOptions _options;
    private readonly Journal _journal;
    private readonly Sampler? _sampler;
    private readonly Deadlines _deadlines = new Deadlines();
    private readonly Backoff _backoff;
    private readonly ReplayWindow _window = new ReplayWindow();
    private readonly FlatJson _json = new FlatJson();
    private readonly Record _record = new Record();
    private readonly Record _lastScan = new Record();
    private readonly Record _incident = new Record();
    private readonly IncidentBody _incidentBody = new IncidentBody();
    private readonly ChannelSetBody _channels;
    private readonly ReplayRun _run = new ReplayRun();
    private readonly byte[] _pages = new byte[JournalLimits.MaxMessageBytes];
    private readonly TextBuffer _live = new TextBuffer(LiveBytes);
    private readonly TextBuffer _heartbeat = new TextBuffer(HeartbeatBytes);
    private readonly TextBuffer _incidentText = new TextBuffer(IncidentBytes);

    private LinkState _link = LinkState.Down;
    private long _nowMs;
    private long _bootUtcMs;
    private bool _connectDue;
    private bool _disconnectDue;
    private bool _stateDue;
    private bool _heartbeatDue;
    private bool _liveDue;
    private bool _incidentDue;
    private bool _pagesHeld;
    private bool _draining;
    private long _ackTimeoutMs;
    private long _openIncident;
    private byte _openCause;
    private long _openSinceMs;
    private long _openFirst;

    /// <summary>Makes a gateway over a journal that is not open yet.</summary>
    /// <param name="options">Who it is and its times.</param>
    /// <param name="journal">The journal, not opened.</param>
    /// <param name="channels">What the channels of scans are.</param>
    /// <param name="sampler">The sampler whose health the heartbeat reports, or null.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message says how.</exception>
    public Gateway(GatewayOptions options, Journal journal, ChannelSetBody channels, Sampler? sampler)
    {
        string? wrong = options.Validate();
        if (wrong != null)
        {
            throw new ArgumentException(wrong);
        }

        _options = options;
        _journal = journal;
        _channels = channels;
        _sampler = sampler;
        Topics = new Topics(options.Site, options.Gateway);
        _backoff = new Backoff(options.ReconnectMinMs, options.ReconnectMaxMs, Backoff.Hash(Topics.Root));
        _ackTimeoutMs = options.AckTimeoutMs;
    }

    /// <summary>The gateway's topics.</summary>
    public Topics Topics { get; }

    /// <summary>What happened since the start.</summary>
    public GatewayCounters Counters { get; } = new GatewayCounters();

    /// <summary>The link as the core sees it.</summary>
    public LinkState Link => _link;

    /// <summary>The journal's watermarks.</summary>
    public Watermarks Watermarks => _journal.Watermarks;

    /// <summary>Whether everything taken so far is acknowledged.</summary>
    public bool IsDrained => Watermarks.Acked == Watermarks.Appended;

    /// <summary>When the next tick is due at the latest; <see cref="long.MaxValue"/> when only an input changes anything.</summary>
    public long NextDeadlineMs => _deadlines.Next;

    /// <summary>
    /// Recovers the journal and begins a boot. Any status but Ok means that the storage cannot even be listed: the
    /// loop may call again later.
    /// </summary>
    /// <param name="nowMs">Monotonic time, from 0 at the start of the device.</param>
    /// <param name="newEpoch">A number that no earlier epoch had; used when nothing on flash verifies.</param>
    public StoreStatus Start(long nowMs, uint newEpoch)
    {
        _nowMs = nowMs;
        StoreStatus status = _journal.Open(newEpoch);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        byte stop = PreviousStop(out long commandIncident);
        _channels.PeriodSeconds = _options.PeriodSeconds;
        _channels.Write(_record);
        _journal.SetChannels(_record, _channels.Count, _options.PeriodSeconds);
        BootBody boot = new BootBody();
        boot.PreviousStop = stop;
        boot.Firmware = _options.Firmware;
        boot.Detail = _options.PanicText;
        _journal.StartBoot(boot, UptimeSeconds);
        if (commandIncident != 0)
        {
            _openIncident = commandIncident;
            _openCause = IncidentCause.Command;
            _openSinceMs = nowMs;
            _openFirst = commandIncident + 1;
            EndIncident();
        }

        NoteUnsealed();
        _window.Restart(Watermarks.Acked);
        _deadlines.Set(Deadlines.Connect, nowMs);
        _deadlines.Set(Deadlines.OfflineIncident, nowMs + _options.OfflineIncidentMs);
        _deadlines.Set(Deadlines.Heartbeat, nowMs + _options.HeartbeatMs);
        return StoreStatus.Ok;
    }

    /// <summary>Time passed.</summary>
    public void Tick(long nowMs)
    {
        _nowMs = nowMs;
        if (_deadlines.Take(Deadlines.Connect, nowMs) && _link == LinkState.Down)
        {
            _link = LinkState.Connecting;
            _connectDue = true;
            _deadlines.Set(Deadlines.ConnectTimeout, nowMs + _options.ConnectTimeoutMs);
        }

        if (_deadlines.Take(Deadlines.ConnectTimeout, nowMs) && _link == LinkState.Connecting)
        {
            _disconnectDue = true;
            LinkDown(nowMs, IncidentCause.Broker);
        }

        if (_deadlines.Take(Deadlines.OfflineIncident, nowMs) && _link != LinkState.Up && _link != LinkState.Stopped)
        {
            BeginIncident(Counters.LastLinkCause == 0 ? IncidentCause.Broker : Counters.LastLinkCause);
        }

        if (_deadlines.Take(Deadlines.Seal, nowMs) && _link == LinkState.Up)
        {
            Seal();
        }

        if (_deadlines.Take(Deadlines.StorageRetry, nowMs))
        {
            Seal();
        }

        if (_deadlines.Take(Deadlines.AckGrace, nowMs))
        {
            _pagesHeld = false;
        }

        if (_deadlines.Take(Deadlines.AckTimeout, nowMs) && _link == LinkState.Up)
        {
            GoBack();
        }

        if (_deadlines.Take(Deadlines.Heartbeat, nowMs))
        {
            _heartbeatDue = true;
            _deadlines.Set(Deadlines.Heartbeat, nowMs + _options.HeartbeatMs);
        }
    }

    /// <summary>A scan is complete. When this returns true it is durable; otherwise it is counted as refused.</summary>
    public bool TakeScan(long nowMs, Scan scan)
    {
        _nowMs = nowMs;
        _record.SetScan(scan.ChannelCount);
        _record.UptimeSeconds = (int)(scan.MonotonicMs / 1000);
        Array.Copy(scan.Values, _record.Values, scan.ChannelCount);
        Array.Copy(scan.Qualities, _record.Qualities, scan.ChannelCount);
        if (!Append(_record))
        {
            Counters.ScansRefused++;
            return false;
        }

        Counters.Scans++;
        _lastScan.CopyFrom(_record);
        _liveDue = true;
        return true;
    }

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

    /// <summary>Connected to the broker, and subscribed to <see cref="Topics.Ack"/>.</summary>
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
        _window.Restart(Watermarks.Acked);
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
        _deadlines.Set(Deadlines.Connect, nowMs + _backoff.NextMs());
        if (wasUp)
        {
            BeginIncident(cause);
        }
    }

    /// <summary>The broker took a message (or the client gave it up).</summary>
    public void PublishResult(long nowMs, int token, bool accepted)
    {
        _nowMs = nowMs;
        if (!accepted)
        {
            if (_window.IsCurrent(token, out int _))
            {
                GoBack();
            }

            return;
        }

        long through = _window.Complete(token);
        if (through > 0 && _options.AckedByBroker)
        {
            TakeAck(_journal.Epoch, through);
        }
    }

    /// <summary>A message arrived. Its bytes may be anybody's.</summary>
    public void TakeMessage(long nowMs, string topic, byte[] payload, int length)
    {
        _nowMs = nowMs;
        if (topic != Topics.Ack)
        {
            Counters.MessagesRejected++;
            return;
        }

        // An empty retained message is how a topic is cleared.
        if (length == 0)
        {
            return;
        }

        bool understood = _json.TryGetUnsigned(payload, length, "epoch", uint.MaxValue, out long epoch)
            && _json.TryGetUnsigned(payload, length, "through", JournalLimits.MaxSequence, out long through)
            && TakeAck((uint)epoch, through);
        if (!understood)
        {
            Counters.MessagesRejected++;
        }
    }

    /// <summary>Seals what there is and sends it as soon as the link allows, whatever its age, from now on.</summary>
    public void Drain(long nowMs)
    {
        _nowMs = nowMs;
        _draining = true;
        Seal();
    }

    /// <summary>
    /// Stops on purpose: journals why, says goodbye. After the outputs are drained the loop may end.
    /// </summary>
    public void Stop(long nowMs)
    {
        _nowMs = nowMs;
        BeginIncident(IncidentCause.Command);
        _stateDue = _link == LinkState.Up;
        _disconnectDue = _link != LinkState.Down;
        _link = LinkState.Stopped;
    }

    /// <summary>
    /// The next thing to do; false when there is nothing more now. The loop is done with the output, payload included,
    /// before it calls again.
    /// </summary>
    public bool NextOutput(GatewayOutput output)
    {
        output.Set(OutputKind.None);
        if (_stateDue)
        {
            _stateDue = false;
            byte[] state = _link == LinkState.Up ? Online : Offline;
            output.SetPublish(Topics.State, state, state.Length, 1, true, GatewayOutput.NoToken);
            return true;
        }

        if (_disconnectDue)
        {
            _disconnectDue = false;
            output.Set(OutputKind.Disconnect);
            return true;
        }

        if (_connectDue)
        {
            _connectDue = false;
            output.Set(OutputKind.Connect);
            return true;
        }

        return _link == LinkState.Up && NextMessage(output);
    }

    private int UptimeSeconds => (int)(_nowMs / 1000);

    // Live before backlog: a preview is one small message per scan, so the backlog never waits for more than that.
    private bool NextMessage(GatewayOutput output)
    {
        if (_heartbeatDue)
        {
            _heartbeatDue = false;
            HeartbeatMessage.Write(_heartbeat, _options, _journal, Counters, _sampler, UptimeSeconds, _bootUtcMs);
            output.SetPublish(Topics.Heartbeat, _heartbeat.Bytes, _heartbeat.Length, 0, true, GatewayOutput.NoToken);
            return true;
        }

        if (_incidentDue)
        {
            _incidentDue = false;
            IncidentMessage.Write(_incidentText, _journal.Epoch, _incident, _incidentBody);
            output.SetPublish(Topics.Incident, _incidentText.Bytes, _incidentText.Length, 1, false, GatewayOutput.NoToken);
            return true;
        }

        if (_liveDue)
        {
            _liveDue = false;
            LiveMessage.Write(_live, _options, _journal.Epoch, _lastScan, _channels);
            output.SetPublish(Topics.Live, _live.Bytes, _live.Length, 0, false, GatewayOutput.NoToken);
            return true;
        }

        return !_pagesHeld && _window.HasRoom && NextPages(output);
    }

    private bool NextPages(GatewayOutput output)
    {
        while (true)
        {
            switch (_journal.Read(_window.Next, _pages, _run))
            {
                case ReplayStatus.Ok:
                    if (_run.FirstSequence > _window.Next && !AccountFor(_window.Next, _run.FirstSequence - 1))
                    {
                        return false;
                    }

                    Watermarks.MoveSent(_run.LastSequence);
                    Counters.PageMessages++;
                    int token = _window.Send(_run.LastSequence);
                    if (!_deadlines.IsSet(Deadlines.AckTimeout))
                    {
                        _deadlines.Set(Deadlines.AckTimeout, _nowMs + _ackTimeoutMs);
                    }

                    output.SetPublish(Topics.Pages, _pages, _run.Length, 1, false, token);
                    return true;

                case ReplayStatus.Damaged:
                    if (!AccountFor(_run.FirstSequence, _run.LastSequence))
                    {
                        return false;
                    }

                    break;

                default:
                    return false;
            }
        }
    }

    // What the journal cannot give any more is said in a record, at once, so that nobody waits for it.
    private bool AccountFor(long first, long last)
    {
        if (last > Watermarks.Freed && last > Watermarks.Acked)
        {
            if (_journal.DeclareLost(first, last, LossCause.Damaged, UptimeSeconds) != AppendStatus.Durable)
            {
                _deadlines.Set(Deadlines.StorageRetry, _nowMs + StorageRetryMs);
                return false;
            }

            _deadlines.Set(Deadlines.Seal, _nowMs);
        }

        _window.SkipTo(last + 1);
        return true;
    }

    private bool TakeAck(uint epoch, long through)
    {
        switch (_journal.Acknowledge(epoch, through))
        {
            case AckStatus.Moved:
                _pagesHeld = false;
                _deadlines.Clear(Deadlines.AckGrace);
                _ackTimeoutMs = _options.AckTimeoutMs;
                if (_window.Next <= Watermarks.Acked)
                {
                    _window.Restart(Watermarks.Acked);
                }

                if (Watermarks.Acked >= _window.Next - 1)
                {
                    _deadlines.Clear(Deadlines.AckTimeout);
                }
                else
                {
                    _deadlines.Set(Deadlines.AckTimeout, _nowMs + _ackTimeoutMs);
                }

                return true;

            case AckStatus.BeyondSent:
                Counters.AcksRefused++;
                return true;

            default:
                _pagesHeld = false;
                return true;
        }
    }

    // Nothing was acknowledged for a while: send it again, and wait longer before the next time.
    private void GoBack()
    {
        if (Watermarks.Acked >= _window.Next - 1)
        {
            return;
        }

        Counters.Resends++;
        _window.Restart(Watermarks.Acked);
        _ackTimeoutMs = _ackTimeoutMs * 2 > _options.AckTimeoutMaxMs ? _options.AckTimeoutMaxMs : _ackTimeoutMs * 2;
        _deadlines.Set(Deadlines.AckTimeout, _nowMs + _ackTimeoutMs);
    }

    private bool Append(Record record)
    {
        if (_journal.Append(record) != AppendStatus.Durable)
        {
            _deadlines.Set(Deadlines.StorageRetry, _nowMs + StorageRetryMs);
            return false;
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

        NoteUnsealed();
    }

    private void BeginIncident(byte cause)
    {
        if (_openIncident != 0 && cause != IncidentCause.Command)
        {
            return;
        }

        _incidentBody.IsEnd = false;
        _incidentBody.Cause = cause;
        _incidentBody.BeginSequence = 0;
        _incidentBody.DurationSeconds = 0;
        _incidentBody.FirstSequence = Watermarks.Appended + 2;
        _incidentBody.LastSequence = 0;
        AppendIncident();
        _openIncident = _incident.Sequence;
        _openCause = cause;
        _openSinceMs = _nowMs;
        _openFirst = _incidentBody.FirstSequence;
    }

    private void EndIncident()
    {
        if (_openIncident == 0)
        {
            return;
        }

        _incidentBody.IsEnd = true;
        _incidentBody.Cause = _openCause;
        _incidentBody.BeginSequence = _openIncident;
        _incidentBody.DurationSeconds = (_nowMs - _openSinceMs) / 1000;
        _incidentBody.FirstSequence = _openFirst;
        _incidentBody.LastSequence = Watermarks.Appended;
        _openIncident = 0;
        AppendIncident();
    }

    private void AppendIncident()
    {
        _incidentBody.Write(_incident);
        _incident.UptimeSeconds = UptimeSeconds;
        _incidentDue = Append(_incident);
    }

    private byte PreviousStop(out long commandIncident)
    {
        commandIncident = 0;
        RecoveryReport recovered = _journal.Recovered;
        if (_options.PanicText.Length > 0)
        {
            return StopCause.Panic;
        }

        if (recovered.Formatted)
        {
            return StopCause.FirstBoot;
        }

        bool stopped = recovered.HasLastRecord && recovered.LastRecord.Kind == RecordKind.Incident
            && _incidentBody.Read(recovered.LastRecord) && !_incidentBody.IsEnd && _incidentBody.Cause == IncidentCause.Command;
        if (!stopped)
        {
            return StopCause.Power;
        }

        commandIncident = recovered.LastRecord.Sequence;
        return StopCause.Clean;
    }
}
