using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ZhiSan.Edge.Simulator;

/// <summary>One run: everything in it follows from these.</summary>
public sealed record Scenario
{
    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Days with faults; a calm phase follows.</summary>
    public int Days { get; init; } = 30;

    /// <summary>Gateways.</summary>
    public int Gateways { get; init; } = 3;

    /// <summary>Seconds between two scans of a gateway; null draws it from the seed, for each gateway.</summary>
    public int? PeriodSeconds { get; init; }

    /// <summary>Faults left out although the seed has them.</summary>
    public IReadOnlySet<FaultKind> Without { get; init; } = new HashSet<FaultKind>();

    /// <summary>A fault planted by a test, or null.</summary>
    internal PlantKind? Plant { get; init; }

    /// <summary>The same with a fault planted, to try out how one looks; null when there is no such fault.</summary>
    /// <param name="plant">Its name, as in the table of the simulator's page.</param>
    public Scenario? Planted(string plant) =>
        System.Enum.TryParse<PlantKind>(plant, out var kind) && System.Enum.IsDefined(kind) ? this with { Plant = kind } : null;

    /// <summary>The faults that this run has.</summary>
    public FaultMix Mix => new(Seed, Without);

    /// <summary>The command that repeats it.</summary>
    public override string ToString()
    {
        var without = Without.Count == 0 ? "" : " --without " + string.Join(',', Without.Order());
        var period = PeriodSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $" --period {seconds}") : "";
        var plant = Plant is { } kind ? " --plant " + kind : "";
        return string.Create(CultureInfo.InvariantCulture, $"zhisan simulate --seed {Seed} --days {Days} --gateways {Gateways}{period}{without}{plant} --trace");
    }
}
