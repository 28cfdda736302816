using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.Collector;

/// <summary>Counts of one gateway by day, and how missing ones are laid between two scans.</summary>
internal sealed class DaySheet(GatewayId id)
{
    private const long DayMs = 86_400_000;

    /// <summary>Longest stretch that is laid out day by day. Beyond it a clock was wrong rather than a gateway silent.</summary>
    private const long MaxDays = 4000;

    private readonly OrderedDictionary<string, LedgerDay> _days = [];

    /// <summary>The days, in the order in which the stream met them.</summary>
    public IEnumerable<LedgerDay> Days => _days.Values.Where(day => day.Expected > 0);

    /// <summary>Counts a scan that is here.</summary>
    public void AddDelivered(ScanRow scan) => Change(scan.Day, day => day with { Delivered = day.Delivered + 1 }, 1);

    /// <summary>Counts missing ones, evenly between two scans; either may be absent.</summary>
    public void AddMissing(GapKind kind, long count, ScanRow? before, ScanRow? after)
    {
        if (count <= 0 || (before ?? after) is not { } anchor)
        {
            return;
        }

        if (before?.UtcMs is not { } from || after?.UtcMs is not { } to || to <= from || (to - from) / DayMs > MaxDays)
        {
            Add(anchor.Day, kind, count);
            return;
        }

        // Missing one j of n lies at from + j (to - from) / (n + 1).
        var placed = 0L;
        for (var dayEnd = ((from / DayMs) + 1) * DayMs; placed < count; dayEnd += DayMs)
        {
            var share = (decimal)(dayEnd - from) * (count + 1) / (to - from);
            var through = Math.Min(count, (long)decimal.Ceiling(share) - 1);
            Add(ScanRow.DayOf(dayEnd - 1), kind, through - placed);
            placed = through;
        }
    }

    private void Add(string key, GapKind kind, long count) => Change(
        key,
        day => kind switch
        {
            GapKind.Pending => day with { Pending = day.Pending + count },
            GapKind.Thinned => day with { Thinned = day.Thinned + count },
            GapKind.Lost => day with { Lost = day.Lost + count },
            GapKind.Unaccounted => day with { Unaccounted = day.Unaccounted + count },
            _ => day with { NotSampled = day.NotSampled + count },
        },
        count);

    private void Change(string key, Func<LedgerDay, LedgerDay> change, long expected)
    {
        var day = _days.TryGetValue(key, out var known) ? known
            : new LedgerDay { Site = id.Site, Gateway = id.Gateway, Day = key };
        _days[key] = change(day) with { Expected = day.Expected + expected };
    }
}
