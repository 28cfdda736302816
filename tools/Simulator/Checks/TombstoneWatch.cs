using System;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Simulator;

/// <summary>Looks at every tombstone as the journal shows it, and hands it on to whom it is meant for.</summary>
/// <param name="next">For whom it is meant.</param>
/// <param name="declared">Told of the range that it declares, first and last.</param>
internal sealed class TombstoneWatch(IRecordVisitor? next, Action<long, long> declared) : IRecordVisitor
{
    private readonly LostBody _lost = new();
    private readonly ThinnedBody _thinned = new();

    /// <inheritdoc/>
    public void Visit(Record record)
    {
        if (record.Kind == RecordKind.Lost && _lost.Read(record))
        {
            declared(_lost.FirstSequence, _lost.LastSequence);
        }
        else if (record.Kind == RecordKind.Thinned && _thinned.Read(record))
        {
            declared(_thinned.FirstSequence, _thinned.LastSequence);
        }

        next?.Visit(record);
    }
}
