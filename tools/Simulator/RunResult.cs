using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.Simulator;

/// <summary>What came of a run.</summary>
public sealed class RunResult
{
    internal RunResult(World world)
    {
        Scenario = world.Scenario;
        Violations = world.Violations;
        Coverage = world.Coverage;
        TraceHash = world.TraceHash;
        Happened = world.Happened;
        Records = world.Gateways.Sum(gateway => gateway.Oracle.Stored);
        PowerCuts = world.Gateways.Sum(gateway => gateway.PowerCuts);
        BitFlips = world.Gateways.Sum(gateway => gateway.Flash.Damages);
        CollectorCrashes = world.Collector.Crashes;
        GatewayDays = (double)world.Queue.NowMs / (24 * 3_600_000) * world.Gateways.Count;
        Events = world.Queue.Happened;
    }

    /// <summary>What it followed from.</summary>
    public Scenario Scenario { get; }

    /// <summary>Promises broken.</summary>
    public IReadOnlyList<Violation> Violations { get; }

    /// <summary>Situations reached.</summary>
    public Coverage Coverage { get; }

    /// <summary>What happened, as a number.</summary>
    public ulong TraceHash { get; }

    /// <summary>How often each fault happened.</summary>
    public IReadOnlyDictionary<FaultKind, long> Happened { get; }

    /// <summary>Records that the platform stored.</summary>
    public long Records { get; }

    /// <summary>Power cuts.</summary>
    public long PowerCuts { get; }

    /// <summary>Bits flipped and files removed.</summary>
    public long BitFlips { get; }

    /// <summary>Crashes of the collector.</summary>
    public long CollectorCrashes { get; }

    /// <summary>Simulated days, times gateways.</summary>
    public double GatewayDays { get; }

    /// <summary>Events of the simulated world.</summary>
    public long Events { get; }
}
