using System;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Simulator;

/// <summary>
/// A gateway: the real core, journal and sampler on a simulated device. It drives the core as the device's loop does, through its
/// inputs and outputs only, and looks at its promises after every input.
/// </summary>
internal sealed class SimGateway : IConsoleHost
{
    private static readonly int[] Periods = [60, 120, 300, 300, 300, 600, 600, 600, 900, 900];

    private const int MostOutputs = 20_000;
    private const int MostTurns = 200;
    private const int MostRefusedInARow = 10;
    private const long SyncMs = 6 * 3_600_000;
    private const byte UnknownStop = 255;

    private readonly World _world;
    private readonly SimRandom _random;
    private readonly SimRandom _startRandom;
    private readonly SimRandom _firstRandom;
    private readonly SimClock _clock;
    private readonly SimSensor _sensor;
    private readonly byte[] _key;
    private readonly long _periodMs;
    private readonly GatewayOptions _options;
    private readonly JournalOptions _journalOptions;
    private readonly GatewayOutput _output = new();
    private readonly Action _wake;
    private readonly IStore _store;

    private GatewayConfiguration? _configuration;
    private GatewayConsole? _console;
    private bool _isRestartAsked;
    private Gateway? _gateway;
    private Journal? _journal;
    private Sampler? _sampler;
    private LinkState _link;
    private long _wakeAt = long.MaxValue;
    private long _sampledMs;
    private long _scans;
    private long _samplingEndsMs = long.MaxValue;
    private long _lastTurnMs;
    private int _turns;
    private byte _stop = StopCause.FirstBoot;
    private int _power;
    private long _syncMs;
    private long _syncErrorMs;
    private (ulong Content, long UtcMs, int BoundMs) _doubt;
    private bool _isTaking = true;
    private int _refusedInARow;
    private long _refusedBefore;
    private long _freed;
    private long _acked;
    private long _sent;
    private long _durable;

    /// <summary>Makes a gateway without power.</summary>
    public SimGateway(World world, int index)
    {
        _world = world;
        Name = $"gw{index + 1}";
        Id = new GatewayId(index < 2 ? "yunwu" : "longjing", Name);
        _random = new SimRandom(world.Scenario.Seed, "gateway " + Name);
        _startRandom = new SimRandom(world.Scenario.Seed, "start " + Name);
        _firstRandom = new SimRandom(world.Scenario.Seed, "first start " + Name);
        _clock = new SimClock(world.Mix.Has(FaultKind.ClockDrift) ? _random.Between(-80, 80) : 0);
        _sensor = new SimSensor(_random.NextBits());
        _key = new byte[KeyRing.KeyBytes];
        for (var i = 0; i < _key.Length; i++)
        {
            _key[i] = (byte)_random.NextBits();
        }

        _periodMs = 1000L * (world.Scenario.PeriodSeconds ?? Periods[new SimRandom(world.Scenario.Seed, "period " + Name).Below(Periods.Length)]);
        _options = new GatewayOptions
        {
            Site = Id.Site,
            Gateway = Id.Gateway,
            PeriodSeconds = (int)(_periodMs / 1000),
            HeartbeatMs = (_random.Chance(100) ? 60 : _random.Spread(900, 3600)) * 1000,
            SealAgeMs = _random.Spread(5, 60) * 60_000,
        };
        var isSmall = _random.Chance(600);
        _journalOptions = new JournalOptions { MostChannels = 4 };
        if (isSmall)
        {
            _journalOptions.SegmentBytes = (int)_random.Spread(700, 8000);
            _journalOptions.PageRows = (int)_random.Between(30, 200);
            _journalOptions.BudgetBytes = (int)_random.Between(3, 11) * _journalOptions.SegmentFootprintBytes;
        }

        Flash = new SimFlash(world.Coverage);
        _store = world.Scenario.Plant is { } plant ? new PlantedFlash(plant, Flash) : Flash;
        Plants.Change(world.Scenario.Plant, _options);
        Link = new SimLink(world, this, new SimRandom(world.Scenario.Seed, "link " + Name));
        Oracle = new GatewayOracle(Name, Flash, _journalOptions.MaxSegments, world.Violate, world.Coverage);
        Settings = new SettingsTruth(text => JudgeSettings(text));
        Technician = new SimTechnician(world, this, new SimRandom(world.Scenario.Seed, "technician " + Name));
        var topics = new Topics(Id.Site, Id.Gateway);
        AckTopic = topics.Ack;
        StateTopic = topics.State;
        _wake = Wake;
        world.Keys.Set(Id, _key);
        Oracle.Channels = GatewayOracle.Describe(Channels(false));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its identity.</summary>
    public GatewayId Id { get; }

    /// <summary>Topic of its acknowledgements.</summary>
    public string AckTopic { get; }

    /// <summary>Topic of its state.</summary>
    public string StateTopic { get; }

    /// <summary>Its flash.</summary>
    public SimFlash Flash { get; }

    /// <summary>Its way to the broker.</summary>
    public SimLink Link { get; }

    /// <summary>Who knows the truth about it.</summary>
    public GatewayOracle Oracle { get; }

    /// <summary>Whether it has power and runs.</summary>
    public bool IsOn => _gateway is not null;

    /// <summary>Who comes with a laptop.</summary>
    public SimTechnician Technician { get; }

    /// <summary>What was saved at the console.</summary>
    public SettingsTruth Settings { get; }

    /// <summary>Power cuts so far.</summary>
    public long PowerCuts { get; private set; }

    /// <summary>What its sensor does.</summary>
    public SimSensor Sensor => _sensor;

    /// <summary>How many starts from now on the power will not last long.</summary>
    public int BrownOuts { get; set; }

    /// <summary>Whether everything is delivered.</summary>
    public bool IsDrained => _gateway is { IsDrained: true };

    /// <summary>Watermarks in a line.</summary>
    public string Position => _journal is null ? "off" : $"freed {_freed}, acked {_acked}, sent {_sent}, durable {_durable}, appended {_journal.Watermarks.Appended}, link {_link}";

    /// <summary>The power comes.</summary>
    public void PowerOn()
    {
        if (IsOn)
        {
            return;
        }

        Flash.PowerOn();
        _clock.Start(_world.Queue.NowMs);
        if (BrownOuts > 0)
        {
            BrownOuts--;
            CutSoon(_random.Below(9), _random);
        }

        // A supply that is not up yet: the flash fails while everything else begins.
        if (_world.IsFaulty(FaultKind.StoreFailure) && _startRandom.Chance(200))
        {
            var calls = (int)_startRandom.Spread(1, 64);
            _world.Trace.Note(Name, "the flash fails as it starts, for calls", calls);
            Flash.Trouble(calls, false, _startRandom);
        }

        // A first start is over in a few calls: cuts in it are rare unless they are sought.
        if (Flash.Names.Count == 0 && _world.IsFaulty(FaultKind.BrownOut) && _firstRandom.Chance(600))
        {
            CutSoon(_firstRandom.Below(8), _firstRandom, "");
        }

        Boot();
    }

    /// <summary>The power goes now, whatever the gateway is doing: between two flash calls.</summary>
    public void PowerOff(long awayMs)
    {
        if (IsOn)
        {
            PowerCuts++;
            JudgeSampling();
            _stop = _stop == UnknownStop ? UnknownStop : StopCause.Power;
            Off(awayMs);
        }
    }

    /// <summary>The power will go in the flash call after so many others of a kind.</summary>
    public void CutSoon(long calls, SimRandom random, string kind) => Flash.CutIn(calls, kind, (CutMode)random.Below(7), random);

    /// <summary>The power will go in the flash call after so many others.</summary>
    public void CutSoon(long calls, SimRandom random)
    {
        string[] kinds = ["", "", "", "segment", "segment", "write segment", "write segment", "delete segment", "delete segment", "state"];
        CutSoon(calls, random, kinds[random.Below(kinds.Length)]);
    }

    /// <summary>Somebody stops it in order; it starts again after a while.</summary>
    public void StopInOrder(long awayMs)
    {
        if (!IsOn)
        {
            return;
        }

        JudgeSampling();
        _stop = UnknownStop;
        Try(() => _gateway!.Stop(Now));
        if (IsOn)
        {
            _stop = StopCause.Clean;
            Off(awayMs);
        }
    }

    /// <summary>The cable: what is typed goes in, and one turn's text comes out.</summary>
    public int Cable(byte[] typed, byte[] buffer)
    {
        var count = 0;
        Try(() =>
        {
            _console!.TakeBytes(Now, typed, 0, typed.Length);
            count = _console.NextText(Now, buffer);
        });
        if (_isRestartAsked)
        {
            StopInOrder(3000);
        }

        return count;
    }

    /// <summary>Everything on its flash is erased; it begins anew. What was taken out before is all that is left of the epoch.</summary>
    public void Erase(uint epoch, long through, long awayMs)
    {
        if (IsOn && _journal!.Epoch == epoch)
        {
            _world.Trace.Note(Name, "is erased; taken out are records through", through);
            JudgeSampling();
            Oracle.Erased(epoch, through);
            Settings.Forget();
            _stop = StopCause.FirstBoot;
            Off(awayMs);
            Flash.Erase();
        }
    }

    /// <inheritdoc/>
    void IConsoleHost.Reboot() => _isRestartAsked = true;

    /// <inheritdoc/>
    bool IConsoleHost.BeginProbe(byte probe) => false;

    /// <inheritdoc/>
    int IConsoleHost.NextFinding(ProbeFinding finding) => ProbeFinding.Done;

    /// <inheritdoc/>
    void IConsoleHost.EndProbe()
    {
    }

    /// <summary>The faults are over: it has power, and its flash works.</summary>
    public void Calm()
    {
        BrownOuts = 0;
        Flash.Calm();
        PowerOn();
    }

    /// <summary>No more scans from a time on; what is there is to be delivered.</summary>
    public void Drain()
    {
        if (IsOn)
        {
            JudgeSampling();
            _samplingEndsMs = _world.Queue.NowMs;
            Try(() => _gateway!.Drain(Now));
        }
    }

    /// <summary>The connection is there.</summary>
    public void LinkUp() => Try(() =>
    {
        _gateway!.LinkUp(Now);
        Sync();
    });

    /// <summary>The connection, or the attempt, is over.</summary>
    public void LinkDown(byte cause) => Try(() => _gateway!.LinkDown(Now, cause));

    /// <summary>The broker's word about a message.</summary>
    public void PublishResult(int token, bool accepted) => Try(() => _gateway!.PublishResult(Now, token, accepted));

    /// <summary>A message came.</summary>
    public void TakeMessage(SimMessage message) =>
        Try(() => _gateway!.TakeMessage(Now, message.Topic, message.Payload, message.Payload.Length));

    /// <summary>The end of the world: everything must be told.</summary>
    public void JudgeEnd()
    {
        if (_journal is null)
        {
            _world.Violate("I5", Name, "does not run although it has power");
            return;
        }

        if (!IsDrained)
        {
            _world.Violate("convergence", Name, "did not deliver everything in the calm phase: " + Position);
        }

        Oracle.JudgeEnd(_journal.Epoch, _journal.Watermarks.Appended, _journal.Watermarks.Freed);
    }

    private long Now => _clock.Read(_world.Queue.NowMs);

    private void Boot()
    {
        Prepare();
        Try(Start);
    }

    private void Prepare()
    {
        _journal = new Journal(_store, _journalOptions, _key);
        var channels = Channels(_world.Scenario.Plant == PlantKind.OldConfiguration && PowerCuts > 0);
        _sampler = new Sampler();
        _sampler.AddSensor(_sensor, (int)_periodMs, 0);
        LoadConfiguration();
        _gateway = new Gateway(_options, _journal, channels, _sampler, _store, _key);
        if (_configuration is not null)
        {
            _gateway.Settings = _configuration;
            _console = new GatewayConsole(_gateway, _configuration, this);
        }

        _isRestartAsked = false;
        var journal = _journal;
        journal.Tombstones = new TombstoneWatch(journal.Tombstones, (first, last) => Oracle.Declared(journal.Epoch, first, last));
        _link = LinkState.Down;
        _wakeAt = long.MaxValue;
        _power++;
        _scans = 0;
        _syncErrorMs = -1;
        (_freed, _acked, _sent, _durable) = (0, 0, 0, 0);
    }

    // Only a gateway that a technician may come to has a console: the others run faster without.
    private void LoadConfiguration()
    {
        if (!_world.Mix.Has(FaultKind.Technician))
        {
            return;
        }

        _configuration = new GatewayConfiguration(_store);
        _configuration.Load();
        Settings.Found(_configuration.Number(ConfigurationKeys.Seal));
        _configuration.Impose(ConfigurationKeys.Site, Id.Site);
        _configuration.Impose(ConfigurationKeys.Gateway, Id.Gateway);
        _configuration.Impose(ConfigurationKeys.Key, Convert.ToHexStringLower(_key));
        _options.SealAgeMs = _configuration.Number(ConfigurationKeys.Seal) * 1000L;
    }

    private void JudgeSettings(string text)
    {
        if (!Oracle.IsDamaged)
        {
            _world.Violate("configuration", Name, text);
        }
    }

    private void Start()
    {
        var stop = _stop;
        _stop = UnknownStop;
        var epoch = Plants.Is(_world.Scenario.Plant, PlantKind.EpochUsedAgain) ? 77 : (uint)_random.Between(1, uint.MaxValue);
        if (_gateway!.Start(0, epoch) != StoreStatus.Ok)
        {
            _world.Violate("I5", Name, "does not start although its flash can be read");
            return;
        }

        var found = _journal!.Recovered;
        _world.Trace.Note(Name, found.Formatted ? "starts with an empty journal, boot" : "starts, boot", _journal.Boot);
        Cover(found);
        Oracle.Booted(_journal.Epoch, _journal.Boot, found.Formatted ? StopCause.FirstBoot : stop, _journal.Watermarks.Durable);
        _stop = StopCause.Power;
        _sampledMs = 0;
        _sampler!.Begin(1);
    }

    private void Cover(RecoveryReport found)
    {
        var coverage = _world.Coverage;
        var tails = found.PendingRows > 0
            ? (found.UnreadableTailBytes > 0 ? "torn" : "pending")
            : (found.UnreadableTailBytes > 0 ? "noise" : "none");
        var newest = found.Segments == 0 ? "none" : found.DamagedEnd ? "damaged-end" : found.UnreadableSegments > 0 ? "unusable" : "whole";
        coverage.Reach($"recovery tails {tails}, newest segment {newest}");
        (bool Is, string Name)[] rows =
        [
            (found.Formatted, "formatted"), (found.UnreadableTailBytes > 0, "unreadable tail"), (found.DamagedEnd, "damaged end"),
            (found.UnreadableSegments > 0, "unreadable segment"), (found.ChannelSetMissing, "channel set missing"),
        ];
        foreach (var (isRow, name) in rows)
        {
            if (isRow)
            {
                coverage.Reach("recovery " + name);
                _world.Trace.Note(Name, "recovery: " + name);
            }
        }
    }

    private ChannelSetBody Channels(bool areOld)
    {
        var body = new ChannelSetBody(_sensor.ChannelCount) { PeriodSeconds = _options.PeriodSeconds };
        for (var i = 0; i < body.Count; i++)
        {
            var channel = _sensor.GetChannel(i);
            body.Names[i] = channel.Name;
            body.Units[i] = channel.Unit;
            body.Decimals[i] = (byte)(areOld ? 0 : channel.Decimals);
        }

        return body;
    }

    private void Wake()
    {
        if (_wakeAt == _world.Queue.NowMs)
        {
            _wakeAt = long.MaxValue;
            Try(Tick);
        }
    }

    private void Tick()
    {
        var now = Now;
        Sample(now);
        if (_link == LinkState.Up && now - _syncMs >= SyncMs && _world.Queue.NowMs < _samplingEndsMs)
        {
            Sync();
        }

        _console?.Tick(now);
        _gateway!.Tick(now);
    }

    private void Sample(long now)
    {
        while (_sampler!.NextDeadlineMs <= now && _world.Queue.NowMs < _samplingEndsMs)
        {
            _sampledMs = Math.Max(_sampledMs, _sampler.NextDeadlineMs);
            while (_sampler.Tick(_sampledMs))
            {
                TakeScan(_sampler.Current);
                Drive();
            }
        }
    }

    private void TakeScan(Scan scan)
    {
        if (!_sensor.Gave(scan))
        {
            _world.Violate("exact", Name, "the sampler gives what no sensor gave");
        }

        if (Plants.Is(_world.Scenario.Plant, PlantKind.ScanSkipped) && _link == LinkState.Connecting)
        {
            return;
        }

        _scans++;
        var content = GatewayOracle.Content(_journal!.Boot, (int)(scan.MonotonicMs / 1000), scan.ChannelCount, scan.Values, scan.Qualities);
        var (utcMs, boundMs) = (SimTime.BeginningMs + _clock.WorldAt(scan.MonotonicMs), Bound());
        _world.Trace.Mix(content);
        _doubt = (content, utcMs, boundMs);
        if (Plants.Is(_world.Scenario.Plant, PlantKind.WrongUptime))
        {
            scan.MonotonicMs += 7000;
        }

        var isTaken = _gateway!.TakeScan(Now, scan);
        if (isTaken != _isTaking)
        {
            _isTaking = isTaken;
            _world.Trace.Note(Name, isTaken ? "scans are taken again" : "scans are refused by the flash");
        }

        // A flash that works again must be used again.
        _refusedInARow = isTaken || Flash.Refused != _refusedBefore ? 0 : _refusedInARow + 1;
        _refusedBefore = Flash.Refused;
        if (_refusedInARow > MostRefusedInARow)
        {
            _world.Violate("liveness", Name, $"{_refusedInARow} scans in a row are refused, and the flash refused nothing meanwhile");
        }

        if (isTaken)
        {
            _doubt = default;
            Oracle.Took(_journal.Epoch, _journal.Boot, _gateway.LastScan.Sequence, content, utcMs, boundMs);
        }

        Doubt();
    }

    // A scan of which the gateway did not say that it is durable, or did not get to say it.
    private void Doubt()
    {
        if (_doubt.Content != 0)
        {
            Oracle.Doubt(_doubt.Content, _doubt.UtcMs, _doubt.BoundMs);
            _doubt = default;
        }
    }

    // How wrong its time may be: what the time server was wrong by, what is too little to be corrected, rounding, and the drift since.
    // 0 as long as nobody told it the time.
    private int Bound() => _syncErrorMs < 0 ? 0 : (int)(_syncErrorMs + 2000 + 1001 + (Math.Abs(_clock.DriftPpm) * (Now - _syncMs + SyncMs) / 1_000_000));

    private void Sync()
    {
        _syncMs = Now;
        var refused = Flash.Refused;
        var planted = Plants.Is(_world.Scenario.Plant, PlantKind.WrongUtc) ? 9000 : 0;
        var utcMs = SimTime.BeginningMs + _world.Queue.NowMs + _world.TimeErrorMs + planted;
        _gateway!.SetUtc(Now, utcMs, 1);
        if (Flash.Refused != refused)
        {
            _world.Trace.Note(Name, "is told what time it is, and the flash fails meanwhile");
            Plants.TimeIsTold(_world.Scenario.Plant, _gateway, Now, utcMs);
        }

        // An anchor that the flash refused is tried again at the next look at the time: until then the time is what it was.
        _syncErrorMs = Flash.Refused == refused ? Math.Abs(_world.TimeErrorMs) : int.MaxValue / 2;
    }

    // Gives the core one input, does what it wants, looks at its promises, and sees to it that it is woken in time.
    private void Try(Action input)
    {
        if (!IsOn)
        {
            return;
        }

        try
        {
            input();
            Drive();
            Judge();
            Schedule();
        }
        catch (PowerCutException)
        {
            PowerCuts++;
            _world.Trace.Note(Name, "the power goes inside a flash call");
            Off(BrownOuts > 0 ? _random.Between(200, 5000) : _random.Spread(500, 4 * 3_600_000));
        }
        catch (Exception broken) when (broken is not CollectorCrashException)
        {
            _world.Violate("I5", Name, $"{broken.GetType().Name}: {broken.Message}");
            Off(60_000);
        }
    }

    private void Off(long awayMs)
    {
        Doubt();
        _gateway = null;
        _console = null;
        _journal = null;
        _sampler = null;
        _wakeAt = long.MaxValue;
        _link = LinkState.Down;
        Link.Abandon();
        _power++;
        var power = _power;
        _world.Queue.After(awayMs, () =>
        {
            if (power == _power)
            {
                PowerOn();
            }
        });
    }

    private void Drive()
    {
        for (var i = 0; _gateway!.NextOutput(_output); i++)
        {
            if (i > MostOutputs)
            {
                throw new InvalidOperationException("livelock: outputs without end");
            }

            switch (_output.Kind)
            {
                case OutputKind.Connect:
                    Link.Connect();
                    break;
                case OutputKind.Disconnect:
                    Link.Abandon();
                    break;
                case OutputKind.Publish:
                    Publish();
                    break;
            }
        }

        var link = _gateway.Link;
        if (link != _link)
        {
            _world.Coverage.Reach($"link {_link}>{link}");
            _world.Trace.Note(Name, link switch
            {
                LinkState.Up => "link up",
                LinkState.Down => "link down",
                LinkState.Connecting => "connecting",
                _ => "stopped",
            });
            _link = link;
        }
    }

    private void Publish()
    {
        var payload = _output.Payload.AsSpan(0, _output.PayloadLength).ToArray();
        _world.Trace.Mix((ulong)payload.Length);
        if (_output.Topic.EndsWith("/live", StringComparison.Ordinal))
        {
            // Nobody listens, and nothing depends on it.
            return;
        }

        Link.Send(new SimMessage(_output.Topic, payload, _output.Qos, _output.Retain), _output.Token);
    }

    // I4, and that nothing turns on the spot.
    private void Judge()
    {
        var marks = _journal!.Watermarks;
        var ordered = marks.Freed <= marks.Acked && marks.Acked <= marks.Sent && marks.Sent <= marks.Durable && marks.Durable <= marks.Appended;
        if (!ordered || marks.Freed < _freed || marks.Acked < _acked || marks.Sent < _sent || marks.Durable < _durable)
        {
            _world.Violate("I4", Name, $"watermarks went back or out of order: before {Position}; now freed {marks.Freed}, acked {marks.Acked}, "
                + $"sent {marks.Sent}, durable {marks.Durable}");
        }

        if (marks.Acked > _acked)
        {
            Oracle.Believed(_journal.Epoch, marks.Acked);
        }

        (_freed, _acked, _sent, _durable) = (marks.Freed, marks.Acked, marks.Sent, marks.Durable);
        _turns = _lastTurnMs == _world.Queue.NowMs ? _turns + 1 : 0;
        _lastTurnMs = _world.Queue.NowMs;
        if (_turns > MostTurns)
        {
            throw new InvalidOperationException("livelock: it wants to be woken again and again at one instant");
        }
    }

    // I7: every slot since the start has its scan, whatever the network did. One may be under way.
    private void JudgeSampling()
    {
        if (_sampler is null || _samplingEndsMs < long.MaxValue)
        {
            return;
        }

        var due = Now / _periodMs;
        if (_scans < due - 1 || _scans > due)
        {
            _world.Violate("I7", Name, $"{_scans} scans were taken in a run in which {due} were due");
        }
    }

    private void Schedule()
    {
        var next = _gateway!.NextDeadlineMs;
        if (_world.Queue.NowMs < _samplingEndsMs)
        {
            next = Math.Min(next, _sampler!.NextDeadlineMs);
        }

        var at = Math.Max(_clock.WorldAt(next), _world.Queue.NowMs);
        if (at < _wakeAt)
        {
            _wakeAt = at;
            _world.Queue.At(at, _wake);
        }
    }
}
