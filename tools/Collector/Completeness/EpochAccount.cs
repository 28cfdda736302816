using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Goes through the scans of an epoch in order. Between two of them two things can be missing: numbers, and time. Numbers are
/// what <see cref="NumberAccount"/> found. Slots of time without a scan are explained by missing numbers first; what then remains
/// was not sampled.
/// </summary>
internal sealed class EpochAccount(GatewayId id, EpochBook book, DaySheet days)
{
    private readonly List<NumberGap> _numbers = NumberAccount.Gaps(book);
    private readonly List<LedgerGap> _gaps = [];
    private int _nextNumber;
    private int _nextBoot;
    private long _delivered;
    private long _pending;
    private long _thinned;
    private long _lost;
    private long _notSampled;
    private long _interrupted;
    private long _unaccounted;

    /// <summary>The gaps found, in order.</summary>
    public IReadOnlyList<LedgerGap> Gaps => _gaps;

    /// <summary>The sums.</summary>
    public LedgerTotals Totals => new()
    {
        Records = book.Delivered.Sum(range => range.Count),
        Expected = _delivered + _pending + _thinned + _lost + _notSampled + _unaccounted,
        Delivered = _delivered,
        Pending = _pending,
        Thinned = _thinned,
        Lost = _lost,
        NotSampled = _notSampled,
        Interrupted = _interrupted,
        Unaccounted = _unaccounted,
    };

    /// <summary>Takes all scans, in order.</summary>
    public void Take(IEnumerable<ScanRow> scans)
    {
        ScanRow? before = null;
        foreach (var scan in scans)
        {
            TakeInterval(before, scan);
            days.AddDelivered(scan);
            _delivered++;
            before = scan;
        }

        TakeInterval(before, null);
    }

    private void TakeInterval(ScanRow? before, ScanRow? after)
    {
        var taken = 0L;
        var torn = 0L;
        while (_nextNumber < _numbers.Count && (after is null || _numbers[_nextNumber].Range.First < after.Sequence))
        {
            var gap = _numbers[_nextNumber++];
            taken += gap.Kind == GapKind.Interrupted ? 0 : gap.Range.Count;
            torn += gap.Kind == GapKind.Interrupted ? 1 : 0;
            TakeNumbers(gap, before, after);
        }

        TakeTime(before, after, taken, torn);
    }

    private void TakeNumbers(NumberGap gap, ScanRow? before, ScanRow? after)
    {
        // A torn write held one record; its range only bounds the numbers that it may have used.
        var count = gap.Kind == GapKind.Interrupted ? 1 : gap.Range.Count;
        switch (gap.Kind)
        {
            case GapKind.Pending:
                _pending += count;
                break;
            case GapKind.Thinned:
                _thinned += count;
                break;
            case GapKind.Lost:
                _lost += count;
                break;
            case GapKind.Unaccounted:
                _unaccounted += count;
                break;
            default:
                _interrupted += count;
                _notSampled += count;
                break;
        }

        days.AddMissing(gap.Kind, count, before, after);
        AddGap(gap.Kind, gap.Range, count, gap.Cause, before, after);
    }

    private void TakeTime(ScanRow? before, ScanRow? after, long taken, long torn)
    {
        var cause = StopBefore(after);
        if (before is null || after is null)
        {
            return;
        }

        if (before.SecondsTo(after) is not { } seconds)
        {
            // Two boots, and the time of one of them is not known (yet).
            AddGap(GapKind.NotSampled, null, 0, cause ?? "unknown", before, after);
            return;
        }

        var period = after.PeriodSeconds > 0 ? after.PeriodSeconds : before.PeriodSeconds;
        var empty = period > 0 && seconds > 0 ? ((seconds + (period / 2)) / period) - 1 : 0;
        var count = empty - taken - torn;
        if (count > 0)
        {
            _notSampled += count;
            days.AddMissing(GapKind.NotSampled, count, before, after);
            AddGap(GapKind.NotSampled, null, count, cause ?? "unknown", before, after);
        }
    }

    /// <summary>
    /// Why the gateway stopped before the next scan; null when it did not. A power cut outweighs what else happened.
    /// </summary>
    private string? StopBefore(ScanRow? after)
    {
        string? cause = null;
        while (_nextBoot < book.Boots.Count && (after is null || book.Boots[_nextBoot].Sequence < after.Sequence))
        {
            var stop = book.Boots[_nextBoot++].PreviousStop;
            cause = (stop, cause) switch
            {
                (StopCause.Power, _) => "power",
                (StopCause.Panic, not "power") => "crash",
                (StopCause.Clean, null) => "command",
                _ => cause,
            };
        }

        return cause;
    }

    private void AddGap(GapKind kind, NumberRange? range, long count, string cause, ScanRow? before, ScanRow? after) => _gaps.Add(
        new LedgerGap
        {
            Site = id.Site,
            Gateway = id.Gateway,
            Epoch = book.Epoch,
            Kind = kind,
            FirstSequence = range?.First,
            LastSequence = range?.Last,
            Count = count,
            Cause = cause,
            Since = before?.Time ?? "",
            Until = after?.Time ?? "",
        });
}
