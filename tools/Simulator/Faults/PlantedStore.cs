using System.Collections.Generic;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Simulator;

/// <summary>A collector's database with a planted fault.</summary>
/// <param name="planted">The fault; most are none of the database's.</param>
/// <param name="inner">The database.</param>
internal sealed class PlantedStore(PlantKind planted, ICollectorStore inner) : ICollectorStore
{
    private int _transactions;

    /// <inheritdoc/>
    public ICollectorTransaction Begin() => new PlantedTransaction(planted, inner.Begin(), _transactions++);

    /// <inheritdoc/>
    public IReadOnlyList<AckMessage> ReadAcks() => inner.ReadAcks();
}
