using System;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Simulator;

/// <content>Power comes and goes; what a start finds.</content>
internal sealed partial class SimGateway
{
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

    /// <summary>The faults are over: it has power, and its flash works.</summary>
    public void Calm()
    {
        BrownOuts = 0;
        Flash.Calm();
        PowerOn();
    }

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
}
