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
internal sealed partial class SimGateway
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
