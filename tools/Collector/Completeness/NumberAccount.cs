using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Collector;

/// <summary>Accounts for the numbers of an epoch that are not here.</summary>
internal static class NumberAccount
{
    /// <summary>All gaps up to the last number that is known to have existed, in order.</summary>
    public static List<NumberGap> Gaps(EpochBook book)
    {
        var gaps = new List<NumberGap>();
        var last = book.Losses.Aggregate(book.Durable, (end, loss) => Math.Max(end, loss.Range.Last));
        var next = 1L;
        foreach (var here in book.Delivered)
        {
            AddHole(gaps, book, next, here.First - 1, isTail: false);
            next = here.Last + 1;
        }

        AddHole(gaps, book, next, last, isTail: true);
        return gaps;
    }

    private static void AddHole(List<NumberGap> gaps, EpochBook book, long first, long last, bool isTail)
    {
        if (first > last)
        {
            return;
        }

        var inside = book.Losses.Where(loss => loss.Range.First <= last && loss.Range.Last >= first).ToList();

        // Between two neighbouring edges every number has the same fate.
        var edges = new SortedSet<long> { first, last + 1 };
        AddEdge(edges, book.HeldFrom, first, last);
        foreach (var loss in inside)
        {
            AddEdge(edges, loss.Range.First, first, last);
            AddEdge(edges, loss.Range.Last + 1, first, last);
        }

        foreach (var gone in book.Gone)
        {
            AddEdge(edges, gone.Range.First, first, last);
            AddEdge(edges, gone.Range.Last + 1, first, last);
        }

        var from = first;
        foreach (var edge in edges.Skip(1))
        {
            Append(gaps, Judge(book, inside, new NumberRange(from, edge - 1), isTail));
            from = edge;
        }
    }

    private static void AddEdge(SortedSet<long> edges, long edge, long first, long last)
    {
        if (edge > first && edge <= last)
        {
            edges.Add(edge);
        }
    }

    // A torn write never was a record, whatever a later tombstone over the same stretch says. Statistics are more than nothing.
    private static NumberGap Judge(EpochBook book, List<LossRow> losses, NumberRange range, bool isTail)
    {
        var covering = losses.Where(loss => loss.Range.First <= range.First && loss.Range.Last >= range.Last).ToList();
        if (covering.Any(loss => loss.Kind == LossKind.Torn))
        {
            return new NumberGap(range, GapKind.Interrupted, "power");
        }

        if (covering.Any(loss => loss.Kind == LossKind.Thinned))
        {
            return new NumberGap(range, GapKind.Thinned, "ring-full");
        }

        if (covering.Count > 0)
        {
            return new NumberGap(range, GapKind.Lost, CauseName(covering[0].Cause));
        }

        // An answer is not authenticated: it says why, never how bad it is.
        var answer = book.Gone.FirstOrDefault(gone => gone.Range.First <= range.First && gone.Range.Last >= range.Last);
        var said = answer is null ? null : "the gateway says: " + answer.Cause;
        return range.First < book.HeldFrom
            ? new NumberGap(range, GapKind.Unaccounted, said ?? "no longer on the gateway")
            : new NumberGap(
                range, GapKind.Pending, said ?? (isTail ? "not delivered yet" : "not delivered, though later records are here"));
    }

    private static void Append(List<NumberGap> gaps, NumberGap gap)
    {
        if (gaps.Count > 0 && gaps[^1] is { } before && before.Range.Last + 1 == gap.Range.First
            && before.Kind == gap.Kind && before.Cause == gap.Cause && gap.Kind != GapKind.Interrupted)
        {
            gaps[^1] = before with { Range = new NumberRange(before.Range.First, gap.Range.Last) };
            return;
        }

        gaps.Add(gap);
    }

    private static string CauseName(byte cause) => cause switch
    {
        LossCause.RingFull => "ring-full",
        LossCause.Damaged => "damaged",
        LossCause.StorageFailed => "storage-failed",
        LossCause.TornWrite => "power",
        _ => $"cause {cause}",
    };
}
