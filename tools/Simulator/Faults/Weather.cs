using System;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Simulator;

/// <summary>
/// Lets the faults of the mix happen, each kind and each gateway with a stream of its own. A storm and a monsoon bring several at
/// once. Nothing begins behind the end of the fault phase, and what lasts ends there.
/// </summary>
/// <param name="world">Where it happens.</param>
internal sealed class Weather(World world)
{
    private const long MinuteMs = 60_000;
    private const long HourMs = 60 * MinuteMs;

    private static readonly byte[] Causes = [IncidentCause.Wifi, IncidentCause.Ip, IncidentCause.Dns, IncidentCause.Broker];

    private readonly EventQueue _queue = world.Queue;

    /// <summary>Begins.</summary>
    public void Begin()
    {
        foreach (var gateway in world.Gateways)
        {
            BeginFor(gateway);
        }

        Repeat(FaultKind.BrokerCrash, "", random =>
        {
            var away = random.Spread(1000, 2 * HourMs);
            Note("broker", "broker dies, back after ms", away, FaultKind.BrokerCrash);
            world.Broker.Crash(Within(away));
        });
        Repeat(FaultKind.BrokerRefuses, "", random =>
        {
            var lasts = random.Spread(MinuteMs, 3 * HourMs);
            Note("broker", "broker refuses the credentials, for ms", lasts, FaultKind.BrokerRefuses);
            world.Broker.Refuses = true;
            _queue.After(Within(lasts), () => world.Broker.Refuses = false);
            foreach (var gateway in world.Gateways)
            {
                gateway.Link.Drop(IncidentCause.Broker, random.Below(2000));
            }
        });
        BeginPlatform();
        Repeat(FaultKind.ClockStep, "", random =>
        {
            var error = (random.Chance(500) ? 1 : -1) * random.Spread(3000, 20 * HourMs);
            var lasts = random.Spread(HourMs, 30 * HourMs);
            Note("time", $"the time server is wrong by {error} ms, for ms", lasts, FaultKind.ClockStep);
            world.TimeErrorMs = error;
            _queue.After(Within(lasts), () => world.TimeErrorMs = 0);
        });
        Repeat(FaultKind.Storm, "", Storm);
    }

    private void BeginPlatform()
    {
        Repeat(FaultKind.CollectorCrash, "", random =>
        {
            world.Trace.Note("collector", "will die at one of its next steps");
            Count(FaultKind.CollectorCrash);
            world.Collector.CrashIn(random.Below(60));
        });
        Repeat(FaultKind.CollectorAway, "", random =>
        {
            var away = random.Spread(HourMs, 48 * HourMs);
            Note("collector", "is away, for ms", away, FaultKind.CollectorAway);
            world.Collector.Crash(Within(away));
        });
        Repeat(FaultKind.DatabaseFailure, "", random =>
        {
            Count(FaultKind.DatabaseFailure);
            world.Collector.Fail((int)random.Between(1, 6));
        });
        Repeat(FaultKind.DatabaseLost, "", random =>
        {
            Note("collector", "the database is gone", -1, FaultKind.DatabaseLost);
            foreach (var gateway in world.Gateways)
            {
                gateway.Oracle.Forget();
            }

            world.Collector.LoseDatabase(Within(random.Spread(MinuteMs, 3 * HourMs)));
        });
    }

    private void BeginFor(SimGateway gateway)
    {
        var name = gateway.Name;
        Repeat(FaultKind.PowerCut, name, random => Cut(gateway, random));
        Repeat(FaultKind.BrownOut, name, random =>
        {
            Note(name, "brown-out: the power comes and goes", -1, FaultKind.BrownOut);
            gateway.BrownOuts = (int)random.Between(2, 12);
            gateway.PowerOff(random.Between(200, 3000));
        });
        Repeat(FaultKind.BitRot, name, random =>
            Note(name, "a bit flips in " + gateway.Flash.FlipBit(random), -1, FaultKind.BitRot));
        Repeat(FaultKind.FileRemoved, name, random =>
            Note(name, "somebody removes " + gateway.Flash.RemoveAny(random), -1, FaultKind.FileRemoved));
        Repeat(FaultKind.StoreFailure, name, random => Trouble(gateway, false, random));
        Repeat(FaultKind.StoreFull, name, random => Trouble(gateway, true, random));
        Repeat(FaultKind.LinkOutage, name, random => Outage(gateway, Causes[random.Below(4)], random.Spread(20_000, 24 * HourMs)));
        Repeat(FaultKind.Monsoon, name, random => Outage(gateway, IncidentCause.Wifi, random.Between(48, 300) * HourMs));
        Repeat(FaultKind.HalfOpen, name, random =>
        {
            var lasts = random.Spread(20_000, 5 * MinuteMs);
            Note(name, "the connection is dead and nobody knows, for ms", lasts, FaultKind.HalfOpen);
            gateway.Link.IsHalfOpen = true;
            _queue.After(Within(lasts), () =>
            {
                gateway.Link.IsHalfOpen = false;
                gateway.Link.Drop(IncidentCause.Broker, random.Below(45_000));
            });
        });
        Repeat(FaultKind.SlowLink, name, random =>
        {
            (gateway.Link.LatencyMs, gateway.Link.BytesPerSecond) = (random.Spread(200, 20_000), random.Spread(100, 10_000));
            Note(name, "the link is slow, latency in ms", gateway.Link.LatencyMs, FaultKind.SlowLink);
            _queue.After(Within(random.Spread(MinuteMs, 12 * HourMs)), () =>
                (gateway.Link.LatencyMs, gateway.Link.BytesPerSecond) = (40, 100_000));
        });
        Repeat(FaultKind.SensorFault, name, random =>
        {
            gateway.Sensor.Fault = (int)random.Between(1, 4);
            Note(name, "the sensor is ill, kind", gateway.Sensor.Fault, FaultKind.SensorFault);
            _queue.After(Within(random.Spread(MinuteMs, 10 * HourMs)), () => gateway.Sensor.Fault = 0);
        });
        Repeat(FaultKind.Technician, name, _ =>
        {
            Count(FaultKind.Technician);
            gateway.Technician.Visit();
        });
        Repeat(FaultKind.Stop, name, random =>
        {
            Note(name, "is stopped in order", -1, FaultKind.Stop);
            gateway.StopInOrder(random.Spread(1000, HourMs));
        });
    }

    private void Storm(SimRandom random)
    {
        var lasts = random.Spread(HourMs, 8 * HourMs);
        Note("weather", "a storm, for ms", lasts, FaultKind.Storm);
        foreach (var gateway in world.Gateways)
        {
            if (random.Chance(700))
            {
                Outage(gateway, IncidentCause.Wifi, random.Spread(10 * MinuteMs, lasts));
            }

            for (var i = random.Below(4); i > 0; i--)
            {
                _queue.After(random.Below(lasts), () =>
                {
                    if (_queue.NowMs < world.FaultsEndMs)
                    {
                        gateway.BrownOuts = (int)random.Below(5);
                        Cut(gateway, random);
                    }
                });
            }
        }

        if (random.Chance(300))
        {
            world.Broker.Crash(Within(random.Spread(MinuteMs, lasts)));
        }
    }

    private void Cut(SimGateway gateway, SimRandom random)
    {
        Count(FaultKind.PowerCut);
        if (random.Chance(200))
        {
            world.Trace.Note(gateway.Name, "the power goes");
            gateway.PowerOff(Within(random.Spread(500, 10 * HourMs)));
            return;
        }

        gateway.CutSoon(random.Spread(1, 32) - 1, random);
    }

    private void Outage(SimGateway gateway, byte cause, long lasts)
    {
        Note(gateway.Name, $"no way to the broker ({IncidentCause.Name(cause)}), for ms", lasts, FaultKind.LinkOutage);
        gateway.Link.Fail(cause);
        _queue.After(Within(lasts), gateway.Link.Heal);
    }

    private void Trouble(SimGateway gateway, bool isFull, SimRandom random)
    {
        var calls = random.Spread(1, 100);
        Note(gateway.Name, isFull ? "the flash is full, for calls" : "the flash fails, for calls", calls, isFull ? FaultKind.StoreFull : FaultKind.StoreFailure);
        gateway.Flash.Trouble((int)calls, isFull, random);
    }

    private long Within(long lasts) => Math.Max(1, Math.Min(lasts, world.FaultsEndMs - _queue.NowMs));

    private void Note(string who, string what, long number, FaultKind kind)
    {
        Count(kind);
        world.Trace.Note(who, what, number);
    }

    private void Count(FaultKind kind) =>
        world.Happened[kind] = (world.Happened.TryGetValue(kind, out var before) ? before : 0) + 1;

    private void Repeat(FaultKind kind, string who, Action<SimRandom> happen)
    {
        if (!world.Mix.Has(kind))
        {
            return;
        }

        var random = new SimRandom(world.Scenario.Seed, kind + " " + who);
        var mean = world.Mix.MeanMs(kind);
        void Next()
        {
            _queue.After(random.Between(1, 2 * mean), () =>
            {
                if (_queue.NowMs < world.FaultsEndMs)
                {
                    happen(random);
                    Next();
                }
            });
        }

        Next();
    }
}
