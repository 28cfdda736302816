using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.VirtualGateway;

/// <summary>The gateway core as a Linux process: real files, real TCP, a clock that may run faster. One loop owns the core.</summary>
public sealed class VirtualGatewayHost : IDisposable, IConsoleHost
{
    private const long LookMs = 60 * 1000;

    private readonly VirtualGatewayOptions _options;
    private readonly Sampler _sampler;
    private readonly Journal _journal;
    private readonly Gateway _gateway;
    private readonly GatewayOutput _output = new();
    private readonly Channel<HostEvent> _events = System.Threading.Channels.Channel.CreateUnbounded<HostEvent>();
    private readonly MqttUplink _uplink;
    private readonly ISelfTimedSensor? _recording;
    private readonly GatewayConsole _console;
    private readonly byte[] _consoleBytes = new byte[256];
    private readonly bool _isProvisioned;
    private BrokerProbe? _probe;
    private bool _cableIsBusy;
    private bool _draining;
    private long _sampledMs;
    private long _nextLookMs;

    /// <summary>Puts a gateway together.</summary>
    /// <param name="options">How it is run.</param>
    /// <param name="sampler">The sampler with its sensors, not begun.</param>
    /// <param name="recording">The sensor whose end may end the run, or null.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public VirtualGatewayHost(VirtualGatewayOptions options, Sampler sampler, ISelfTimedSensor? recording)
    {
        _options = options;
        _sampler = sampler;
        _recording = recording;
        var channels = new ChannelSetBody(sampler.ChannelCount);
        for (int i = 0; i < sampler.ChannelCount; i++)
        {
            Sensors.Channel channel = sampler.GetChannel(i);
            channels.Names[i] = channel.Name;
            channels.Units[i] = channel.Unit;
            channels.Decimals[i] = (byte)channel.Decimals;
        }

        Store = new FileStore(options.FlashFolder, options.Sync);
        var journalOptions = new JournalOptions { BudgetBytes = options.BudgetBytes, MostChannels = sampler.ChannelCount };
        _journal = new Journal(Store, journalOptions, options.Key);
        options.Gateway.HasSecondary = options.SecondBrokerHost.Length > 0;
        ScaleNetworkTimes(options.Gateway, options.Clock.Speed, options.Haste);
        _gateway = new Gateway(options.Gateway, _journal, channels, sampler, Store, options.Key);
        GatewayConfiguration configuration = LoadConfiguration(options);
        _isProvisioned = options.Configuration == null || configuration.IsProvisioned;
        _gateway.Settings = configuration;
        _console = new GatewayConsole(_gateway, configuration, this);
        if (options.Console != null)
        {
            options.Console.Ready += WakeForCable;
        }

        _uplink = new MqttUplink(
            [
                ClientOptions(options, _gateway.Topics, options.BrokerHost, options.BrokerPort),
                ClientOptions(options, _gateway.Topics, options.SecondBrokerHost, options.SecondBrokerPort),
            ],
            _gateway.Topics,
            _events.Writer);
    }

    /// <summary>The folder that stands for the flash.</summary>
    public FileStore Store { get; }

    /// <summary>The core, for reports; only the loop may change it.</summary>
    public Gateway Gateway => _gateway;

    /// <summary>Whether the run ended for a restart: whoever called <see cref="RunAsync"/> makes a new host then.</summary>
    public bool RebootAsked { get; private set; }

    /// <summary>The journal, for reports.</summary>
    public Journal Journal => _journal;

    /// <summary>
    /// Runs until told to stop, or until the run's end is reached and delivered. Returns false when the flash folder cannot be used.
    /// </summary>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        if (!_isProvisioned)
        {
            _options.Log("not provisioned: the console is served, nothing is recorded");
        }
        else if (_gateway.Start(_options.Clock.NowMs, NewEpoch()) != StoreStatus.Ok)
        {
            _options.Log($"flash folder cannot be read: {Store.LastError}");
            return false;
        }
        else
        {
            _options.Log(Describe(_journal.Recovered));
        }

        using SideLog? sideLog = _options.SideLogPath == null ? null : new SideLog(_options.SideLogPath);
        _sampledMs = _options.Clock.NowMs;
        _sampler.Begin(_sampledMs);
        while (!stop.IsCancellationRequested && !RebootAsked && !(_draining && _gateway.IsDrained))
        {
            Step(sideLog);
            await WaitAsync(stop);
        }

        if (_isProvisioned)
        {
            _gateway.Stop(_options.Clock.NowMs);
        }

        bool connected = _gateway.Link == LinkState.Stopped;
        DrainOutputs();
        if (connected)
        {
            await _uplink.LeaveAsync();
        }

        await _uplink.DisposeAsync();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_options.Console != null)
        {
            // The cable outlives the gateway that was restarted.
            _options.Console.Ready -= WakeForCable;
        }

        _probe?.Dispose();
        Store.Dispose();
    }

    /// <inheritdoc/>
    void IConsoleHost.Reboot() => RebootAsked = true;

    /// <inheritdoc/>
    bool IConsoleHost.BeginProbe(byte probe)
    {
        if (probe != ProbeFinding.Broker)
        {
            return false;
        }

        _probe?.Dispose();
        _probe = new BrokerProbe(ClientOptions(_options, _gateway.Topics, _options.BrokerHost, _options.BrokerPort), _gateway.Topics.Root + "/test", WakeForCable);
        return true;
    }

    /// <inheritdoc/>
    int IConsoleHost.NextFinding(ProbeFinding finding) => _probe?.Next(finding) ?? ProbeFinding.Done;

    /// <inheritdoc/>
    void IConsoleHost.EndProbe()
    {
        _probe?.Dispose();
        _probe = null;
    }

    private void WakeForCable() => _events.Writer.TryWrite(new HostEvent.Cable());

    private void Step(SideLog? sideLog)
    {
        long now = _options.Clock.NowMs;
        if (!_draining)
        {
            Sample(now, sideLog);
        }

        while (_events.Reader.TryRead(out HostEvent? happened))
        {
            Take(happened);
            DrainOutputs();
        }

        if (!_draining && IsOver(now))
        {
            _draining = true;
            _options.Log("end of the run: delivering what is left");
            _gateway.Drain(now);
        }

        LookAround(now);
        _gateway.Tick(now);
        DrainOutputs();
        _console.Tick(now);
        if (_options.Console != null)
        {
            Talk(_options.Console, now);
        }
    }

    // What a device asks its SNTP client, its radio and its store once a minute.
    private void LookAround(long now)
    {
        if (now < _nextLookMs)
        {
            return;
        }

        _nextLookMs = now + LookMs;
        _gateway.SetFacts(now, 0, 0, Store.Writes, Store.BytesWritten);
        if (_gateway.Link == LinkState.Up)
        {
            _gateway.SetUtc(now, _options.Clock.UtcMsAtZero + now, ClockSource.Network);
        }
    }

    private void Talk(IConsoleChannel cable, long now)
    {
        int count = cable.Read(_consoleBytes);
        _cableIsBusy = count > 0;
        _console.TakeBytes(now, _consoleBytes, 0, count);
        count = cable.CanWrite ? _console.NextText(now, _consoleBytes) : 0;
        if (count > 0)
        {
            cable.Write(_consoleBytes, count);
        }
    }

    // A process that the system let wait takes what fell due meanwhile at the instants it was due: virtual time has no hiccups.
    private void Sample(long now, SideLog? sideLog)
    {
        while (_sampler.NextDeadlineMs <= now)
        {
            _sampledMs = Math.Max(_sampledMs, _sampler.NextDeadlineMs);
            while (_sampler.Tick(_sampledMs))
            {
                if (!_isProvisioned)
                {
                    _gateway.ShowScan(_sampledMs, _sampler.Current);
                    continue;
                }

                sideLog?.Write(_journal.Boot, _sampler.Current);
                bool durable = _gateway.TakeScan(_sampledMs, _sampler.Current);
                sideLog?.Confirm(durable);
                DrainOutputs();
            }
        }
    }

    private bool IsOver(long now) =>
        (_options.Duration is { } duration && now >= duration.TotalMilliseconds)
        || (_options.UntilUtcMs is { } until && _options.Clock.UtcMs >= until)
        || (_options.EndWithRecording && _recording is { NextDueMs: long.MaxValue });

    private async Task WaitAsync(CancellationToken stop)
    {
        long next = _gateway.NextDeadlineMs;
        if (!_draining && _sampler.NextDeadlineMs < next)
        {
            next = _sampler.NextDeadlineMs;
        }

        if (_options.Console is { CanWrite: true } && _console.NextDeadlineMs < next)
        {
            next = _console.NextDeadlineMs;
        }

        TimeSpan wait = _options.Clock.Until(next);
        if (wait <= TimeSpan.Zero || RebootAsked || _cableIsBusy || _events.Reader.TryPeek(out _) || (_draining && _gateway.IsDrained))
        {
            return;
        }

        // A timer is coarser than a millisecond; shorter waits only give way.
        if (wait < TimeSpan.FromMilliseconds(1))
        {
            await Task.Yield();
            return;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(wait);
        try
        {
            await _events.Reader.WaitToReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            // The deadline came, or the end: the loop looks which.
        }
    }

    private void Take(HostEvent happened)
    {
        long now = _options.Clock.NowMs;
        if (happened is HostEvent.Cable || happened.Connection != _uplink.Connection)
        {
            return;
        }

        switch (happened)
        {
            case HostEvent.Phase phase:
                _gateway.LinkPhase(now, phase.Entered);
                break;

            case HostEvent.Up:
                _options.Log("link up");
                _gateway.LinkUp(now);

                // A gateway without a clock chip learns the date from the network, and only then.
                _gateway.SetUtc(now, _options.Clock.UtcMsAtZero + now, ClockSource.Network);
                break;

            case HostEvent.Down down:
                _options.Log($"link down: {down.Detail}");
                _gateway.LinkDown(now, down.Cause);
                break;

            case HostEvent.Taken taken:
                _gateway.PublishResult(now, taken.Token, true);
                break;

            case HostEvent.Arrived arrived:
                _gateway.TakeMessage(now, arrived.Topic, arrived.Payload, arrived.Payload.Length);
                break;
        }
    }

    private void DrainOutputs()
    {
        while (_gateway.NextOutput(_output))
        {
            switch (_output.Kind)
            {
                case OutputKind.Connect when _options.BrokerHost.Length == 0:
                    _gateway.LinkDown(_options.Clock.NowMs, IncidentCause.Dns);
                    break;

                case OutputKind.Connect:
                    _uplink.Connect(_output.Broker);
                    break;

                case OutputKind.Disconnect when _gateway.Link != LinkState.Stopped:
                    _options.Log("connection given up");
                    _uplink.Disconnect();
                    break;

                case OutputKind.Identify:
                    _options.Log("identify: here I am");
                    break;

                case OutputKind.Reboot:
                    _options.Log("restart on command");
                    RebootAsked = true;
                    break;

                case OutputKind.Publish:
                    if (!_uplink.Publish(_output) && _output.Token != GatewayOutput.NoToken)
                    {
                        _gateway.PublishResult(_options.Clock.NowMs, _output.Token, false);
                        return;
                    }

                    break;
            }
        }
    }

    // The configuration shows what the command line said, so that the console shows what counts.
    private GatewayConfiguration LoadConfiguration(VirtualGatewayOptions options)
    {
        var configuration = new GatewayConfiguration(Store);
        StoreStatus status = configuration.Load();
        if (status != StoreStatus.Ok)
        {
            options.Log($"the configuration cannot be read: {Store.LastError}");
        }

        if (options.Configuration == null)
        {
            configuration.Impose(ConfigurationKeys.Site, options.Gateway.Site);
            configuration.Impose(ConfigurationKeys.Gateway, options.Gateway.Gateway);
            configuration.Impose(ConfigurationKeys.Key, Convert.ToHexStringLower(options.Key));
            configuration.Impose(ConfigurationKeys.Period, options.Gateway.PeriodSeconds.ToString(CultureInfo.InvariantCulture));
            configuration.Impose(ConfigurationKeys.BrokerHost, options.BrokerHost);
            configuration.Impose(ConfigurationKeys.BrokerPort, options.BrokerPort.ToString(CultureInfo.InvariantCulture));
        }

        return configuration;
    }

    private static MqttClientOptions ClientOptions(VirtualGatewayOptions options, Topics topics, string host, int port) => new()
    {
        Host = host,
        Port = port,
        ClientId = $"{options.Gateway.Site}/{options.Gateway.Gateway}",
        CleanSession = true,
        KeepAliveSeconds = 30,
        UserName = options.Login.UserName,
        Password = options.Login.Password,
        Tls = options.Login.MakeTls?.Invoke(),
        Will = MqttMessage.FromText(topics.State, "offline", MqttQos.AtLeastOnce, retain: true),
    };

    // The network does not run faster with the clock: its times stay what they are in real seconds.
    private static void ScaleNetworkTimes(GatewayOptions options, double speed, double haste)
    {
        double scale = speed / haste;
        options.ConnectTimeoutMs = Scaled(options.ConnectTimeoutMs, scale);
        options.ReconnectMinMs = Scaled(options.ReconnectMinMs, scale);
        options.ReconnectMaxMs = Scaled(options.ReconnectMaxMs, scale);
        options.RefusedRetryMs = Scaled(options.RefusedRetryMs, scale);
        options.AckGraceMs = Scaled(options.AckGraceMs, scale);
        options.AckTimeoutMs = Scaled(options.AckTimeoutMs, scale);
        options.AckTimeoutMaxMs = Scaled(options.AckTimeoutMaxMs, scale);
        options.PublishTimeoutMs = Scaled(options.PublishTimeoutMs, scale);
        options.FirstPublishMs = Scaled(options.FirstPublishMs, scale);
        options.SlowAnswerMs = Scaled(options.SlowAnswerMs, scale);
        options.StableMs = Scaled(options.StableMs, scale);
        options.CalmMs = Scaled(options.CalmMs, scale);
        options.PlatformSilenceMs = Scaled(options.PlatformSilenceMs, scale);
        options.ClockUnknownMs = Scaled(options.ClockUnknownMs, scale);
        options.BytesPerSecond = Slowed(options.BytesPerSecond, speed);
        options.MessagesPerSecond = Slowed(options.MessagesPerSecond, speed);
        for (int i = 0; i < options.PhaseTimeoutsMs.Length; i++)
        {
            options.PhaseTimeoutsMs[i] = Scaled(options.PhaseTimeoutsMs[i], scale);
        }

        options.HeartbeatMs = Math.Max(options.HeartbeatMs, (long)(1000 * speed));
    }

    private static long Scaled(long ms, double scale) => Math.Max(1, (long)(ms * scale));

    // What passes in a virtual second is less by the speed; a limit stays one.
    private static int Slowed(int perSecond, double speed) => perSecond == 0 ? 0 : Math.Max(1, (int)(perSecond / speed));

    private static uint NewEpoch()
    {
        uint epoch = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        return epoch == 0 ? 1 : epoch;
    }

    private static string Describe(RecoveryReport found) => found.Formatted
        ? "journal formatted: a new epoch begins"
        : $"journal recovered: {found.Segments} segments, {found.PendingRows} rows in tails, {found.BytesRead} bytes read"
            + (found.DamagedEnd ? ", damaged end" : string.Empty)
            + (found.UnreadableTailBytes > 0 ? $", {found.UnreadableTailBytes} unreadable tail bytes" : string.Empty)
            + (found.UnreadableSegments > 0 ? $", {found.UnreadableSegments} unreadable segments" : string.Empty)
            + (found.UnknownFiles > 0 ? $", {found.UnknownFiles} unknown files left alone" : string.Empty);
}
