using System.Collections.Generic;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Collector;

/// <summary>Collects the rows of a page. The records are reused from page to page.</summary>
internal sealed class RowList : IRecordVisitor
{
    private readonly List<Record> _pool = [];
    private readonly List<Record> _rows = [];

    /// <summary>The rows collected.</summary>
    public IReadOnlyList<Record> Rows => _rows;

    /// <summary>Forgets all rows.</summary>
    public void Clear() => _rows.Clear();

    /// <inheritdoc/>
    public void Visit(Record record)
    {
        if (_rows.Count == _pool.Count)
        {
            _pool.Add(new Record());
        }

        var copy = _pool[_rows.Count];
        copy.CopyFrom(record);
        _rows.Add(copy);
    }
}
