using System;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
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
    private const int TextBytes = 1023;
    private const long StorageRetryMs = 30 * 1000;

    private static readonly byte[] Online = { (byte)'o', (byte)'n', (byte)'l', (byte)'i', (byte)'n', (byte)'e' };
    private static readonly byte[] Offline = { (byte)'o', (byte)'f', (byte)'f', (byte)'l', (byte)'i', (byte)'n', (byte)'e' };

    private readonly GatewayOptions _options;
    private readonly Journal _journal;
    private readonly Sampler? _sampler;
    private readonly Deadlines _deadlines = new Deadlines();
    private readonly FlatJson _json = new FlatJson();
    private readonly Record _record = new Record();
    private readonly Record _lastScan = new Record(JournalLimits.MaxChannels, 0);
    private readonly ChannelSetBody _channels;

    // Every text that is published: the loop is done with one before it asks for the next.
    private readonly TextBuffer _text = new TextBuffer(TextBytes);

    private readonly string _name;
    private readonly TokenBucket _bytes = new TokenBucket();
    private readonly TokenBucket _messages = new TokenBucket();
    private readonly TokenBucket _liveBytes = new TokenBucket();
    private readonly TokenBucket _liveMessages = new TokenBucket();

    private Control _control;
    private int _controlToken;
    private bool _stateUnsaved;
    private long _nowMs;
    private bool _liveDue;

    /// <summary>Makes a gateway over a journal that is not open yet.</summary>
    /// <param name="options">Who it is and its times.</param>
    /// <param name="journal">The journal, not opened.</param>
    /// <param name="channels">What the channels of scans are.</param>
    /// <param name="sampler">The sampler whose health the heartbeat reports, or null.</param>
    /// <param name="store">The flash, for what is remembered beside the journal: files <c>n0</c> and <c>n1</c>.</param>
    /// <param name="key">The gateway's key: commands are authenticated with it.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message says how.</exception>
    public Gateway(GatewayOptions options, Journal journal, ChannelSetBody channels, Sampler? sampler, IStore store, byte[] key)
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
        _key = key;
        _name = options.Site + "/" + options.Gateway;
        _pages = new byte[journal.MessageBytes];
        _state = new StateFile(store, _open, _gone);
        for (int i = 0; i < ReplySlots; i++)
        {
            _replies[i] = new ReplyMessage();
        }

        journal.Tombstones = _gone;
        Topics = new Topics(options.Site, options.Gateway);
        _backoff = new Backoff(Backoff.Hash(Topics.Root));
        _ackTimeoutMs = options.AckTimeoutMs;
    }

    /// <summary>The gateway's topics.</summary>
    public Topics Topics { get; }

    /// <summary>What happened since the start.</summary>
    public GatewayCounters Counters { get; } = new GatewayCounters();

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
        _gone.Clear();
        _state.Load();
        StoreStatus status = _journal.Open(newEpoch);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        if (_state.Epoch != _journal.Epoch)
        {
            _gone.Clear();
        }

        byte stop = PreviousStop(out long lastUptimeSeconds);
        _channels.PeriodSeconds = _options.PeriodSeconds;
        _channels.Write(_record);
        _journal.SetChannels(_record, _channels.Count, _options.PeriodSeconds);
        BootBody boot = new BootBody();
        boot.PreviousStop = stop;
        boot.Firmware = _options.Firmware;
        boot.Detail = _options.PanicText;
        _startedAt = Watermarks.Appended;
        _journal.StartBoot(boot, UptimeSeconds);
        if (_startedAt == Watermarks.Acked)
        {
            NoteOldest(_journal.Boot, UptimeSeconds, 0);
        }

        EndIncidentsOfLastRun(stop, lastUptimeSeconds);
        SaveState();
        NoteUnsealed();
        _window.Restart(Watermarks.Acked);
        _deadlines.Set(Deadlines.Connect, nowMs + _backoff.Slot(_options.ReconnectMinMs));
        _deadlines.Set(Deadlines.OfflineIncident, nowMs + _options.ReconnectMinMs + _options.OfflineIncidentMs);
        _deadlines.Set(Deadlines.Heartbeat, nowMs + _options.HeartbeatMs);
        return StoreStatus.Ok;
    }

    /// <summary>Time passed.</summary>
    public void Tick(long nowMs)
    {
        _nowMs = nowMs;
        TickLink();
        TickPages();
        if (_deadlines.Take(Deadlines.ClockUnknown, nowMs) && _bootUtcMs == 0)
        {
            BeginIncident(IncidentSubject.Clock, Evidence.ClockUnknown);
        }

        if (_deadlines.Take(Deadlines.Reboot, nowMs) && _rebootAsked)
        {
            Reboot();
        }

        LookAtSettings();
        LookAtStorage();
        LookAtAlert();
        KeepState();
        if (_deadlines.Take(Deadlines.Heartbeat, nowMs))
        {
            _heartbeatDue = true;
            _deadlines.Set(Deadlines.Heartbeat, nowMs + _options.HeartbeatMs);
        }
    }

    private void TickLink()
    {
        if (_deadlines.Take(Deadlines.Connect, _nowMs) && _link == LinkState.Down)
        {
            Connect();
        }

        if (_deadlines.Take(Deadlines.ConnectTimeout, _nowMs) && _link == LinkState.Connecting)
        {
            GiveUpAttempt();
        }

        if (_deadlines.Take(Deadlines.PublishTimeout, _nowMs) && _link == LinkState.Up)
        {
            _disconnectDue = true;
            LoseLink(Evidence.NoAnswer);
        }

        if (_deadlines.Take(Deadlines.OfflineIncident, _nowMs) && _link != LinkState.Stopped)
        {
            BeginIncident(IncidentSubject.Link, _linkFacts == 0 ? Evidence.NoEntry : _linkFacts);
        }

        if (_deadlines.Take(Deadlines.Stable, _nowMs))
        {
            Settle();
        }

        if (_deadlines.Take(Deadlines.Return, _nowMs) && _link == LinkState.Up)
        {
            ReturnToPrimary();
        }
    }

    private void TickPages()
    {
        if (_deadlines.Take(Deadlines.Seal, _nowMs) && _link == LinkState.Up)
        {
            Seal();
        }

        if (_deadlines.Take(Deadlines.StorageRetry, _nowMs))
        {
            Seal();
        }

        if (_deadlines.Take(Deadlines.AckGrace, _nowMs))
        {
            _pagesHeld = false;
        }

        if (_deadlines.Take(Deadlines.AckTimeout, _nowMs) && _link == LinkState.Up)
        {
            GoBack();
        }

        if (_deadlines.Take(Deadlines.Silence, _nowMs))
        {
            BeginIncident(IncidentSubject.Platform, Evidence.NoAcknowledgement);
        }

        if (_deadlines.Take(Deadlines.Refusal, _nowMs) && _unanswered == 0)
        {
            EndIncident(IncidentSubject.Platform, Evidence.FalseAcknowledgement);
        }

        _deadlines.Take(Deadlines.Pause, _nowMs);
        _deadlines.Take(Deadlines.Look, _nowMs);
    }

    /// <summary>
    /// Stops on purpose: journals why, says goodbye. After the outputs are drained the loop may end.
    /// </summary>
    public void Stop(long nowMs)
    {
        _nowMs = nowMs;
        if (_link == LinkState.Stopped)
        {
            return;
        }

        BeginIncident(IncidentSubject.Run, Evidence.StopMark);
        _deadlines.Clear(Deadlines.Pause);
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
        if (_stateDue && !_deadlines.IsSet(Deadlines.Pause))
        {
            _stateDue = false;
            bool up = _link == LinkState.Up;
            byte[] state = up ? Online : Offline;
            _control = up ? Control.State : Control.None;
            _controlToken = up ? NextToken() : GatewayOutput.NoToken;
            output.SetPublish(Topics.State, state, state.Length, 1, true, _controlToken);
            if (up)
            {
                WatchPublishing();
            }

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
            output.Broker = _broker;
            return true;
        }

        if (_clockChipDue)
        {
            _clockChipDue = false;
            output.Set(OutputKind.SetClockChip);
            output.UtcMs = _bootUtcMs + _nowMs;
            return true;
        }

        if (_identifyDue)
        {
            _identifyDue = false;
            output.Set(OutputKind.Identify);
            return true;
        }

        if (_rebootDue)
        {
            _rebootDue = false;
            output.Set(OutputKind.Reboot);
            return true;
        }

        return _link == LinkState.Up && !_deadlines.IsSet(Deadlines.Pause) && NextMessage(output);
    }

    private int UptimeSeconds => (int)(_nowMs / 1000);

    // What is small and rare first, then previews, then pages. Previews have less than half of the bytes while pages wait, so that
    // these have half at least, even where a preview has just overdrawn.
    private bool NextMessage(GatewayOutput output)
    {
        _bytes.Fill(_nowMs, _options.BytesPerSecond);
        _messages.Fill(_nowMs, _options.MessagesPerSecond);
        _liveBytes.Fill(_nowMs, ((_options.BytesPerSecond * 7L) + 15) / 16);
        _liveMessages.Fill(_nowMs, (_options.MessagesPerSecond + 1) / 2);
        return NextControl(output) || NextPreview(output) || NextPages(output) || NextControl(output);
    }

    // One of these at a time: the next one waits for the broker's word about the last, and is sent again when it does not come.
    private bool NextControl(GatewayOutput output)
    {
        if (_control != Control.None)
        {
            return false;
        }

        IncidentEntry? incident = IncidentLog.Due;
        if (incident != null)
        {
            _incidentSent = incident.Sequence;
            IncidentMessage.Write(_text, _journal.Epoch, incident);
            return SendControl(output, Control.Incident, Topics.Incident, _text);
        }

        if (_replyCount > 0)
        {
            _replies[0].Write(_text);
            return SendControl(output, Control.Reply, Topics.Reply, _text);
        }

        return false;
    }

    private bool SendControl(GatewayOutput output, Control control, string topic, TextBuffer text)
    {
        _control = control;
        _controlToken = NextToken();
        output.SetPublish(topic, text.Bytes, text.Length, 1, false, _controlToken);
        Spend(text.Length, true);
        WatchPublishing();
        return true;
    }

    private bool TakeControlResult(int token, bool accepted)
    {
        if (_control == Control.None || token != _controlToken)
        {
            return false;
        }

        Control control = _control;
        _control = Control.None;
        if (accepted && control == Control.Incident)
        {
            IncidentLog.Published(_incidentSent);
        }
        else if (accepted && control == Control.Reply)
        {
            RemoveReply();
        }
        else if (!accepted && control == Control.State)
        {
            _stateDue = true;
        }

        return true;
    }

    private bool NextPreview(GatewayOutput output)
    {
        if (_heartbeatDue)
        {
            _heartbeatDue = false;
            LookAtAlert();
            _heartbeatDue = false;
            WriteHeartbeat();
            output.SetPublish(Topics.Heartbeat, _text.Bytes, _text.Length, 0, true, GatewayOutput.NoToken);
            Spend(_text.Length, true);
            return true;
        }

        if (_liveDue && _liveBytes.HasAny && _liveMessages.HasAny)
        {
            _liveDue = false;
            LiveMessage.Write(_text, _options, _journal.Epoch, _lastScan, _channels);
            output.SetPublish(Topics.Live, _text.Bytes, _text.Length, 0, false, GatewayOutput.NoToken);
            Spend(_text.Length, true);
            return true;
        }

        if (_liveDue)
        {
            Wake(_liveBytes.ReadyMs > _liveMessages.ReadyMs ? _liveBytes.ReadyMs : _liveMessages.ReadyMs);
        }

        return false;
    }

    private void Spend(int length, bool live)
    {
        _bytes.Take(length);
        _messages.Take(1);
        if (live)
        {
            _liveBytes.Take(length);
            _liveMessages.Take(1);
        }
    }

    private void Wake(long atMs)
    {
        if (atMs < _deadlines.At(Deadlines.Look))
        {
            _deadlines.Set(Deadlines.Look, atMs);
        }
    }

    private void KeepState()
    {
        if (_stateUnsaved || _gone.Changed)
        {
            _gone.Changed = false;
            SaveState();
        }
    }
}
