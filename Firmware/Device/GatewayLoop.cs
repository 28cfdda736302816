using System.Threading;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Messages;
using ZhiSan.Edge.Device.Terminal;
using ZhiSan.Edge.Device.Storage;
using ZhiSan.Edge.Device.Supervision;
using ZhiSan.Edge.Device.Uplink;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Device;

/// <summary>
/// The main loop, the only caller of the core: takes events, samples, ticks, drains outputs, sleeps until the next deadline or
/// the next event. It waits for nothing else, so a blocked network costs no scan (I7).
/// </summary>
public sealed class GatewayLoop : IStatusSource
{
    private const int LongestWaitMs = 1000;
    private const int StorageRetryMs = 10 * 1000;
    private const int UtcLookMs = 60 * 1000;
    private const int ChipSetMs = 24 * 60 * 60 * 1000;
    private const byte TimeFromNetwork = 1;
    private const byte TimeFromChip = 2;

    private readonly Gateway _gateway;
    private readonly Journal _journal;
    private readonly DeviceFileStore _store;
    private readonly Sampler _sampler;
    private readonly MqttUplink _uplink;
    private readonly DeviceClock _clock;
    private readonly Watchdog _watchdog;
    private readonly PanicFile _panicFile;
    private readonly AutoResetEvent _wake;
    private readonly GatewayOutput _output = new GatewayOutput();
    private readonly UplinkEvent _event = new UplinkEvent(UplinkEvent.MaxPayloadBytes);
    private IVolume? _volume;
    private StatusConsole? _console;
    private IStatusLight? _light;
    private long _nextUtcLookMs;
    private long _nextChipSetMs;
    private bool _rebootAsked;

    /// <summary>Ties the parts together; nothing runs yet.</summary>
    public GatewayLoop(
        Gateway gateway, Journal journal, DeviceFileStore store, Sampler sampler, MqttUplink uplink, DeviceClock clock,
        Watchdog watchdog, PanicFile panicFile, AutoResetEvent wake)
    {
        _gateway = gateway;
        _journal = journal;
        _store = store;
        _sampler = sampler;
        _uplink = uplink;
        _clock = clock;
        _watchdog = watchdog;
        _panicFile = panicFile;
        _wake = wake;
    }

    /// <summary>Adds what not every gateway has: a volume to mount, and what a technician sees.</summary>
    public void Attach(IVolume? volume, IConsolePort? port, IStatusLight? light)
    {
        _volume = volume;
        _console = port == null ? null : new StatusConsole(port, this);
        _light = light;
    }

    /// <summary>The battery-backed clock, or null.</summary>
    public IClockChip? ClockChip { get; set; }

    /// <inheritdoc/>
    public void RequestReboot() => _rebootAsked = true;

    /// <summary>Recovers the journal and runs until a restart is asked for. Then everything has been put down properly.</summary>
    /// <param name="newEpoch">A number that no earlier epoch had.</param>
    public void Run(uint newEpoch)
    {
        if (!Start(newEpoch))
        {
            return;
        }

        while (!_rebootAsked)
        {
            Step();
            Wait();
        }

        Stop();
    }

    /// <inheritdoc/>
    public void Describe(TextBuffer text)
    {
        Watermarks marks = _gateway.Watermarks;
        text.Add("firmware ").Add(BuildDefaults.FirmwareVersion).Add(", up ").Add(_clock.NowMs / 1000).Add(" s, boot ");
        text.Add(_journal.Boot).Add(", epoch ").Add(_journal.Epoch).Add("\r\n");
        text.Add("link ").Add(NameOf(_gateway.Link));
        if (_gateway.Link != LinkState.Up && _gateway.Counters.LastLinkCause != 0)
        {
            text.Add(", last failure: ").Add(IncidentCause.Name(_gateway.Counters.LastLinkCause));
            text.Add(" (").Add(_uplink.LastFailure).Add(")");
        }

        text.Add("\r\nrecords ").Add(marks.Durable).Add(" durable, ").Add(marks.Acked).Add(" acknowledged, ");
        text.Add(marks.Durable - marks.Acked).Add(" unsent; segments ");
        text.Add(_journal.Segments).Add(" of ").Add(_journal.MaxSegments).Add("\r\n");
        text.Add("scans ").Add(_sampler.Scans).Add(", timeouts ").Add(_sampler.Timeouts);
        text.Add(", missed ").Add(_sampler.MissedSlots).Add("\r\n");
        if (_store.Failures > 0)
        {
            text.Add("flash errors ").Add(_store.Failures).Add(", last: ").Add(_store.LastError).Add("\r\n");
        }
    }

    private static string NameOf(LinkState link)
    {
        switch (link)
        {
            case LinkState.Up: return "up";
            case LinkState.Connecting: return "connecting";
            case LinkState.Stopped: return "stopped";
            default: return "down";
        }
    }

    // A flash that cannot even be listed is asked again, for ever: a restart would not help it, and the console stays usable.
    private bool Start(uint newEpoch)
    {
        while (!Recover(newEpoch))
        {
            long retryMs = _clock.NowMs + StorageRetryMs;
            while (_clock.NowMs < retryMs)
            {
                _watchdog.Beat("waiting for the flash");
                ShowAndListen(LightState.Fault);
                if (_rebootAsked)
                {
                    return false;
                }

                _wake.WaitOne(LongestWaitMs, false);
            }
        }

        Watermarks marks = _gateway.Watermarks;
        if (marks.Durable == marks.Appended && !_journal.StorageFailing)
        {
            // The boot record that quotes it is durable.
            _panicFile.Clear();
        }

        if (ClockChip != null && ClockChip.TryRead(out long utcMs))
        {
            _gateway.SetUtc(_clock.NowMs, utcMs, TimeFromChip);
        }

        _sampler.Begin(_clock.NowMs);
        return true;
    }

    private bool Recover(uint newEpoch)
    {
        _watchdog.Beat("mounting the card");
        if (_volume != null && !_volume.TryMount())
        {
            return false;
        }

        _watchdog.Beat("recovering the journal");
        return _gateway.Start(_clock.NowMs, newEpoch) == StoreStatus.Ok;
    }

    private void Step()
    {
        _watchdog.Beat("taking events");
        while (_uplink.Take(_event))
        {
            Take(_event);
            DrainOutputs();
        }

        _watchdog.Beat("sampling");
        long now = _clock.NowMs;
        while (_sampler.Tick(now))
        {
            _gateway.TakeScan(now, _sampler.Current);
            DrainOutputs();
            now = _clock.NowMs;
        }

        LookAtClock(now);
        _watchdog.Beat("ticking");
        _gateway.Tick(now);
        DrainOutputs();
        ShowAndListen(State());
    }

    private void Take(UplinkEvent happened)
    {
        long now = _clock.NowMs;
        switch (happened.Kind)
        {
            case UplinkEventKind.Up:
                _gateway.LinkUp(now);
                _nextUtcLookMs = now;
                break;

            case UplinkEventKind.Down:
                _gateway.LinkDown(now, happened.Cause);
                break;

            case UplinkEventKind.Result:
                _gateway.PublishResult(now, happened.Token, happened.Accepted);
                break;

            case UplinkEventKind.Message:
                _gateway.TakeMessage(now, happened.Topic, happened.Payload, happened.PayloadLength);
                break;
        }
    }

    private void DrainOutputs()
    {
        while (_gateway.NextOutput(_output))
        {
            switch (_output.Kind)
            {
                case OutputKind.Connect:
                    _uplink.Connect(false);
                    break;

                // After a stop the connection ends politely, once its last message is out.
                case OutputKind.Disconnect when _gateway.Link != LinkState.Stopped:
                    _uplink.Disconnect();
                    break;

                case OutputKind.Publish:
                    if (!_uplink.Publish(_output) && _output.Token != GatewayOutput.NoToken)
                    {
                        _gateway.PublishResult(_clock.NowMs, _output.Token, false);
                        return;
                    }

                    break;
            }
        }
    }

    private void LookAtClock(long now)
    {
        if (now < _nextUtcLookMs)
        {
            return;
        }

        _nextUtcLookMs = now + UtcLookMs;
        if (_clock.TryGetUtcMs(out long utcMs))
        {
            _gateway.SetUtc(_clock.NowMs, utcMs, TimeFromNetwork);
            if (ClockChip != null && now >= _nextChipSetMs && ClockChip.TrySet(utcMs))
            {
                _nextChipSetMs = now + ChipSetMs;
            }
        }
    }

    private LightState State()
    {
        bool failing = _journal.StorageFailing;
        for (int i = 0; i < _sampler.SensorCount; i++)
        {
            failing = failing || _sampler.GetHealth(i).ConsecutiveFailures > 0;
        }

        if (failing)
        {
            return LightState.Fault;
        }

        return _gateway.Link == LinkState.Up ? LightState.Online : LightState.Offline;
    }

    private void ShowAndListen(LightState state)
    {
        _light?.Show(state, _clock.NowMs);
        _console?.Poll();
    }

    private void Wait()
    {
        long now = _clock.NowMs;
        long next = _gateway.NextDeadlineMs;
        next = _sampler.NextDeadlineMs < next ? _sampler.NextDeadlineMs : next;
        next = _light != null && now + _light.NextChangeMs(now) < next ? now + _light.NextChangeMs(now) : next;
        long wait = next - now;
        if (wait > LongestWaitMs)
        {
            wait = LongestWaitMs;
        }

        if (wait > 0)
        {
            _wake.WaitOne((int)wait, false);
        }
        else
        {
            // Finalisers run only while all threads give way.
            Thread.Sleep(0);
        }
    }

    private void Stop()
    {
        _watchdog.Beat("stopping");
        _gateway.Stop(_clock.NowMs);
        DrainOutputs();
        _uplink.Leave();
        _light?.Show(LightState.Dark, _clock.NowMs);
    }
}
