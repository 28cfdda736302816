using System.Threading;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Device.Storage;
using ZhiSan.Edge.Device.Supervision;
using ZhiSan.Edge.Device.Terminal;
using ZhiSan.Edge.Device.Uplink;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Device;

/// <summary>
/// The main loop, the only caller of the core: takes events, samples, ticks, drains outputs, sleeps until the next deadline or
/// the next event. It waits for nothing else, so a blocked network costs no scan (I7).
/// </summary>
public sealed class GatewayLoop : IConsoleHost
{
    private const int LongestWaitMs = 1000;
    private const int StorageRetryMs = 10 * 1000;
    private const int LookMs = 60 * 1000;
    private const int IdentifyMs = 30 * 1000;
    private const int LastTurns = 16;
    private const int UartDrainMs = 50;

    private readonly Gateway _gateway;
    private readonly DeviceFileStore _store;
    private readonly Sampler _sampler;
    private readonly MqttUplink _uplink;
    private readonly DeviceClock _clock;
    private readonly Watchdog _watchdog;
    private readonly ISystem _system;
    private readonly PanicFile _panicFile;
    private readonly AutoResetEvent _wake;
    private readonly GatewayOutput _output = new GatewayOutput();
    private readonly UplinkEvent _event = new UplinkEvent(new byte[UplinkEvent.MaxPayloadBytes]);
    private GatewayConfiguration _configuration = null!;
    private DeviceConsole _console = null!;
    private IVolume? _volume;
    private IStatusLight? _light;
    private IClockChip? _clockChip;
    private long _nextLookMs;
    private long _identifyEndsMs;
    private bool _rebootAsked;

    /// <summary>Ties the parts together; nothing runs yet.</summary>
    public GatewayLoop(
        Gateway gateway, DeviceFileStore store, Sampler sampler, MqttUplink uplink, DeviceClock clock, Watchdog watchdog,
        ISystem system, PanicFile panicFile, AutoResetEvent wake)
    {
        _gateway = gateway;
        _store = store;
        _sampler = sampler;
        _uplink = uplink;
        _clock = clock;
        _watchdog = watchdog;
        _system = system;
        _panicFile = panicFile;
        _wake = wake;
    }

    /// <summary>Adds the configuration, and what not every gateway has. Once, before it runs.</summary>
    /// <param name="configuration">The configuration, loaded.</param>
    /// <param name="volume">A volume to mount, or null.</param>
    /// <param name="port">The console's UART, or null.</param>
    /// <param name="light">What a technician sees from the ladder, or null.</param>
    /// <param name="clockChip">The battery-backed clock, or null.</param>
    public void Attach(
        GatewayConfiguration configuration, IVolume? volume, IConsolePort? port, IStatusLight? light, IClockChip? clockChip)
    {
        _configuration = configuration;
        _console = new DeviceConsole(new GatewayConsole(_gateway, configuration, this), port);
        _volume = volume;
        _light = light;
        _clockChip = clockChip;
    }

    /// <inheritdoc/>
    public void Reboot() => _rebootAsked = true;

    /// <inheritdoc/>
    public bool BeginProbe(byte probe) => _uplink.BeginProbe(probe, _wake);

    /// <inheritdoc/>
    public int NextFinding(ProbeFinding finding) => _uplink.NextFinding(finding);

    /// <inheritdoc/>
    public void EndProbe() => _uplink.EndProbe();

    /// <summary>
    /// Recovers the journal and runs until a restart is asked for. Then everything has been put down properly. Without a device key
    /// nothing is recorded: only the console works.
    /// </summary>
    /// <param name="newEpoch">A number that no earlier epoch had.</param>
    public void Run(uint newEpoch)
    {
        if (!_configuration.IsProvisioned)
        {
            ListenUntilReboot();
            return;
        }

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

    // Whoever asked for the restart over the cable reads the answer.
    private void LetConsoleFinish()
    {
        for (int i = 0; i < LastTurns && _console.NextDeadlineMs <= _clock.NowMs; i++)
        {
            _console.Turn(_clock.NowMs);
        }

        // A write returns while its bytes are still in the UART, where a restart would cut them off.
        Thread.Sleep(UartDrainMs);
    }

    private void ListenUntilReboot()
    {
        while (!_rebootAsked)
        {
            _watchdog.Beat("waiting for a configuration");
            ShowAndListen(LightState.Fault);
            Rest(_console.NextDeadlineMs);
        }

        LetConsoleFinish();
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

                Rest(_console.NextDeadlineMs);
            }
        }

        Watermarks marks = _gateway.Watermarks;
        if (marks.Durable == marks.Appended && !_gateway.Journal.StorageFailing)
        {
            // The boot record that quotes it is durable.
            _panicFile.Clear();
        }

        if (_clockChip != null && _clockChip.TryRead(out long utcMs))
        {
            _gateway.SetUtc(_clock.NowMs, utcMs, ClockSource.Chip);
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

        LookAround(now);
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
                _nextLookMs = now;
                break;

            case UplinkEventKind.Phase:
                _gateway.LinkPhase(now, happened.Cause);
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
                    _uplink.Connect(_output.Broker == 1);
                    break;

                // After a stop the connection ends politely, once its last message is out.
                case OutputKind.Disconnect when _gateway.Link != LinkState.Stopped:
                    _uplink.Disconnect();
                    break;

                case OutputKind.SetClockChip:
                    if (_clockChip != null)
                    {
                        _clockChip.TrySet(_output.UtcMs);
                    }

                    break;

                case OutputKind.Identify:
                    _identifyEndsMs = _clock.NowMs + IdentifyMs;
                    break;

                case OutputKind.Reboot:
                    _rebootAsked = true;
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

    // What the core cannot see by itself: the date, the radio, the heap, the flash.
    private void LookAround(long now)
    {
        if (now < _nextLookMs)
        {
            return;
        }

        _nextLookMs = now + LookMs;
        _rebootAsked = _rebootAsked || DeviceClock.IsNearItsEnd(now);
        _uplink.KeepClock();
        _gateway.SetFacts(now, _uplink.RssiDbm, _system.FreeHeapBytes, _store.Writes, _store.BytesWritten);
        if (_clock.TryGetUtcMs(out long utcMs))
        {
            _gateway.SetUtc(_clock.NowMs, utcMs, ClockSource.Network);
        }
    }

    private LightState State()
    {
        bool failing = _gateway.Journal.StorageFailing;
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
        long now = _clock.NowMs;
        _light?.Show(now < _identifyEndsMs ? LightState.Identify : state, now);
        _console.Turn(now);
    }

    private void Wait()
    {
        long next = _gateway.NextDeadlineMs;
        next = _sampler.NextDeadlineMs < next ? _sampler.NextDeadlineMs : next;
        next = _console.NextDeadlineMs < next ? _console.NextDeadlineMs : next;
        Rest(next);
    }

    private void Rest(long untilMs)
    {
        long now = _clock.NowMs;
        untilMs = _light != null && now + _light.NextChangeMs(now) < untilMs ? now + _light.NextChangeMs(now) : untilMs;
        long wait = untilMs - now;
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
        LetConsoleFinish();
        _light?.Show(LightState.Dark, _clock.NowMs);
    }
}
