using ZhiSan.Edge.Simulator;

namespace ZhiSan.Edge.Tests.Host.Simulator;

/// <summary>A planted fault and how it is found.</summary>
/// <param name="Plant">The fault.</param>
/// <param name="Area">The part of the product that it stands for.</param>
/// <param name="Days">Simulated days of each seed.</param>
/// <param name="Seeds">It is found within so many seeds from 1 on, each with one gateway.</param>
/// <param name="Promise">The promise that the first violation names.</param>
/// <param name="Words">Words of that violation.</param>
internal sealed record PlantRow(PlantKind Plant, string Area, int Days, int Seeds, string Promise, string Words)
{
    /// <inheritdoc/>
    public override string ToString() => Plant.ToString();
}
