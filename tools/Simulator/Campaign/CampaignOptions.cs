using System.Collections.Generic;

namespace ZhiSan.Edge.Simulator;

/// <summary>A campaign of many seeds.</summary>
public sealed record CampaignOptions
{
    /// <summary>First seed.</summary>
    public long From { get; init; } = 1;

    /// <summary>Seeds.</summary>
    public long Seeds { get; init; } = 100;

    /// <summary>Seeds at a time.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Days with faults of each.</summary>
    public int Days { get; init; } = 30;

    /// <summary>Gateways of each.</summary>
    public int Gateways { get; init; } = 3;

    /// <summary>Seconds between two scans; null draws it from the seed.</summary>
    public int? PeriodSeconds { get; init; }

    /// <summary>Faults left out.</summary>
    public IReadOnlySet<FaultKind> Without { get; init; } = new HashSet<FaultKind>();

    /// <summary>Whether to go on behind the first seed that breaks a promise.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>A fault planted into every run, by its name, or null.</summary>
    public string? Plant { get; init; }

    /// <summary>The scenario of a seed.</summary>
    /// <exception cref="System.ArgumentException">There is no such fault to plant.</exception>
    public Scenario Scenario(long seed)
    {
        var scenario = new Scenario { Seed = seed, Days = Days, Gateways = Gateways, PeriodSeconds = PeriodSeconds, Without = Without };
        return Plant is null ? scenario : scenario.Planted(Plant) ?? throw new System.ArgumentException($"'{Plant}' is no fault to plant");
    }
}
