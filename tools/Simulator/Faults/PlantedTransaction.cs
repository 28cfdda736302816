using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Simulator;

/// <summary>A transaction of <see cref="PlantedStore"/>.</summary>
/// <param name="planted">The fault.</param>
/// <param name="inner">The transaction.</param>
/// <param name="number">How many were before.</param>
internal sealed class PlantedTransaction(PlantKind planted, ICollectorTransaction inner, int number) : TransactionLayer(inner)
{
    private bool _hasPage;
    private bool _isAhead;

    /// <inheritdoc/>
    public override long LossReach(EpochKey key, long through)
    {
        var reach = base.LossReach(key, through);
        if (planted != PlantKind.AckAhead || _isAhead || !_hasPage || reach > 0 || number % 5 > 0)
        {
            return reach;
        }

        _isAhead = true;
        return through + 5;
    }

    /// <inheritdoc/>
    public override StoredPage? PageAtOrBefore(EpochKey key, long sequence) =>
        planted == PlantKind.StoredTwice && number % 3 == 0 && !_hasPage ? null : base.PageAtOrBefore(key, sequence);

    /// <inheritdoc/>
    public override void AddPage(EpochKey key, PageFacts page, long receivedMs)
    {
        _hasPage = true;
        if (planted == PlantKind.RowDropped && page.Rows.Count > 3)
        {
            page = With(page, [.. page.Rows.Where((_, index) => index != 2)]);
        }
        else if (planted == PlantKind.ValueChanged && page.Rows.FirstOrDefault(row => row.Kind == RecordKind.Scan) is { } scan)
        {
            scan.Values[1]++;
        }

        base.AddPage(key, page, receivedMs);
    }

    /// <inheritdoc/>
    public override void AddLoss(EpochKey key, long sequence, LossKind kind, byte cause, long firstSequence, long lastSequence)
    {
        if (planted != PlantKind.LossForgotten)
        {
            base.AddLoss(key, sequence, kind, cause, firstSequence, lastSequence);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NumberRange> Holes(EpochKey key, long above, long through, int most) =>
        planted == PlantKind.HolesHidden ? [] : base.Holes(key, above, through, most);

    /// <inheritdoc/>
    public override void Commit()
    {
        if (planted == PlantKind.CommitLost && _hasPage && number % 4 == 0)
        {
            base.Dispose();
            return;
        }

        base.Commit();
    }

    private static PageFacts With(PageFacts page, IReadOnlyList<Record> rows) => new()
    {
        FirstSequence = page.FirstSequence,
        LastSequence = page.LastSequence,
        ChannelSet = page.ChannelSet,
        PeriodSeconds = page.PeriodSeconds,
        Mac = page.Mac,
        PreviousMac = page.PreviousMac,
        Raw = page.Raw,
        Rows = rows,
    };
}
