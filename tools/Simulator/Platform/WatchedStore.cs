using System.Collections.Generic;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Simulator;

/// <summary>
/// Stands before the database: tells the oracles what was really committed, ends the collector's process between two steps, and lets
/// transactions fail.
/// </summary>
internal sealed class WatchedStore(World world, SimDatabase database) : ICollectorStore
{
    private readonly List<Record> _pool = [];
    private int _taken;

    /// <summary>The process ends at the step after so many others; -1 for never.</summary>
    public long CrashIn { get; set; } = -1;

    /// <summary>Transactions that will fail.</summary>
    public int Failures { get; set; }

    /// <inheritdoc/>
    public ICollectorTransaction Begin()
    {
        _taken = 0;
        return new WatchedTransaction(this, world, database.Begin());
    }

    /// <inheritdoc/>
    public IReadOnlyList<AckMessage> ReadAcks() => database.ReadAcks();

    /// <summary>The gateway with a number.</summary>
    public SimGateway Gateway(EpochKey key) => world.Gateway(database.Ids[(int)key.GatewayNumber - 1]);

    /// <summary>A copy of a record that lives until the end of the transaction.</summary>
    public Record Keep(Record record)
    {
        if (_taken == _pool.Count)
        {
            _pool.Add(new Record());
        }

        var copy = _pool[_taken++];
        copy.CopyFrom(record);
        return copy;
    }
}
