using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Simulator;

/// <summary>The platform's database in memory. What was committed outlives the collector; what was not is undone.</summary>
internal sealed class SimDatabase : ICollectorStore
{
    private readonly Dictionary<GatewayId, SimRow> _rows = [];
    private readonly List<GatewayId> _ids = [];

    /// <summary>The gateways, by number from 1.</summary>
    public IReadOnlyList<GatewayId> Ids => _ids;

    /// <summary>Rejections of each reason.</summary>
    public Dictionary<RejectionReason, long> Rejections { get; } = [];

    /// <summary>The row of a gateway, which is added when it is new.</summary>
    public SimRow Row(GatewayId id)
    {
        if (!_rows.TryGetValue(id, out var row))
        {
            _ids.Add(id);
            _rows[id] = row = new SimRow { Number = _ids.Count };
        }

        return row;
    }

    /// <summary>The row of a gateway by its number.</summary>
    public SimRow Row(long number) => _rows[_ids[(int)number - 1]];

    /// <inheritdoc/>
    public ICollectorTransaction Begin() => new SimTransaction(this);

    /// <inheritdoc/>
    public IReadOnlyList<AckMessage> ReadAcks() =>
    [
        .. _ids.Where(id => Row(id).CurrentEpoch != 0)
            .Select(id => (Id: id, Epoch: Row(id).CurrentEpoch, State: Row(id).Epoch(Row(id).CurrentEpoch).State))
            .Where(known => known.State is not null)
            .Select(known => new AckMessage(known.Id, known.Epoch, known.State!.Through)),
    ];
}
