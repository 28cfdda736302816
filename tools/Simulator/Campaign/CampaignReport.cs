using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;

namespace ZhiSan.Edge.Simulator;

/// <summary>What a campaign came to. Public members are those of the JSON line.</summary>
public sealed class CampaignReport
{
    private readonly Dictionary<FaultKind, long> _happened = [];

    /// <summary>Seeds run.</summary>
    public long Seeds { get; private set; }

    /// <summary>Simulated days, times gateways, calm phases included.</summary>
    public double GatewayDays { get; private set; }

    /// <summary>Records stored by the platforms.</summary>
    public long Records { get; private set; }

    /// <summary>Power cuts.</summary>
    public long PowerCuts { get; private set; }

    /// <summary>Outages of links, half-open connections included.</summary>
    public long LinkOutages => Count(FaultKind.LinkOutage) + Count(FaultKind.HalfOpen);

    /// <summary>Crashes of brokers.</summary>
    public long BrokerCrashes => Count(FaultKind.BrokerCrash);

    /// <summary>Crashes of collectors.</summary>
    public long CollectorCrashes { get; private set; }

    /// <summary>Bits flipped and files removed.</summary>
    public long BitFlips { get; private set; }

    /// <summary>Databases lost.</summary>
    [JsonIgnore]
    public long DatabasesLost => Count(FaultKind.DatabaseLost);

    /// <summary>Seeds that broke a promise.</summary>
    public long Violations { get; private set; }

    /// <summary>The first of them, or null.</summary>
    public long? FirstViolationSeed { get; private set; }

    /// <summary>Seconds of the wall clock.</summary>
    [JsonIgnore]
    public double Seconds { get; set; }

    /// <summary>Gateway-days per second of the wall clock, over all jobs.</summary>
    public double GatewayDaysPerSecond => Seconds > 0 ? GatewayDays / Seconds : 0;

    /// <summary>Situations that can be reached and were not.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> NeverReached => Coverage.Missing;

    /// <summary>Situations reached.</summary>
    [JsonIgnore]
    public Coverage Coverage { get; } = new();

    /// <summary>Runs that broke a promise, in order of seeds.</summary>
    [JsonIgnore]
    public SortedDictionary<long, RunResult> Failed { get; } = [];

    /// <summary>How often each fault happened.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<FaultKind, long> Happened => _happened;

    internal void Add(RunResult result)
    {
        Seeds++;
        GatewayDays += result.GatewayDays;
        Records += result.Records;
        PowerCuts += result.PowerCuts;
        BitFlips += result.BitFlips;
        CollectorCrashes += result.CollectorCrashes;
        Coverage.Add(result.Coverage);
        foreach (var (kind, count) in result.Happened)
        {
            _happened[kind] = Count(kind) + count;
        }

        if (result.Violations.Count > 0)
        {
            Failed[result.Scenario.Seed] = result;
            Violations = Failed.Count;
            FirstViolationSeed = Failed.Keys.First();
        }
    }

    private long Count(FaultKind kind) => _happened.GetValueOrDefault(kind);
}
