using System;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Simulator;

/// <content>Scans, their time, and the promise that none is missing.</content>
internal sealed partial class SimGateway
{
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
}
