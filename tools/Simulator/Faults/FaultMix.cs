using System;
using System.Collections.Generic;

namespace ZhiSan.Edge.Simulator;

/// <summary>Which faults a seed has, and how often. Drawn from the seed alone, so that each seed is another world.</summary>
public sealed class FaultMix
{
    private const long HourMs = 3_600_000;

    private readonly Dictionary<FaultKind, long> _meanMs = [];

    /// <summary>Draws the mix of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="without">Faults to leave out.</param>
    public FaultMix(long seed, IReadOnlySet<FaultKind> without)
    {
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            var random = new SimRandom(seed, "mix " + kind);
            var (permille, shortest, longest) = Range(kind);
            var has = random.Chance(permille);
            var mean = random.Spread(shortest, longest) * HourMs;
            if (has && !without.Contains(kind))
            {
                _meanMs[kind] = mean;
            }
        }
    }

    /// <summary>The faults of the mix.</summary>
    public IReadOnlyCollection<FaultKind> Kinds => _meanMs.Keys;

    /// <summary>Whether the mix has a fault.</summary>
    public bool Has(FaultKind kind) => _meanMs.ContainsKey(kind);

    /// <summary>Mean distance between two faults of a kind that the mix has.</summary>
    public long MeanMs(FaultKind kind) => _meanMs[kind];

    // In how many of a thousand seeds, and shortest and longest mean distance in hours.
    private static (int Permille, long Shortest, long Longest) Range(FaultKind kind) => kind switch
    {
        FaultKind.PowerCut => (650, 2, 200),
        FaultKind.BrownOut => (350, 20, 400),
        FaultKind.BitRot => (200, 20, 400),
        FaultKind.FileRemoved => (80, 100, 600),
        FaultKind.StoreFailure => (300, 10, 300),
        FaultKind.StoreFull => (200, 20, 300),
        FaultKind.LinkOutage => (700, 4, 200),
        FaultKind.HalfOpen => (500, 4, 200),
        FaultKind.SlowLink => (400, 10, 200),
        FaultKind.LateMessages => (500, 1, 2),
        FaultKind.BrokerCrash => (500, 6, 300),
        FaultKind.BrokerRefuses => (150, 50, 400),
        FaultKind.Duplicates => (500, 1, 2),
        FaultKind.CollectorCrash => (600, 4, 200),
        FaultKind.CollectorAway => (250, 50, 400),
        FaultKind.DatabaseFailure => (400, 6, 200),
        FaultKind.DatabaseLost => (200, 48, 600),
        FaultKind.ClockDrift => (800, 1, 2),
        FaultKind.ClockStep => (300, 20, 300),
        FaultKind.SensorFault => (500, 4, 100),
        FaultKind.Storm => (400, 24, 240),
        FaultKind.Monsoon => (250, 100, 400),
        FaultKind.Stop => (300, 24, 300),
        FaultKind.Technician => (450, 8, 150),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
