using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.Cli.Outage;

/// <summary>What was given, compared with what the platform has.</summary>
/// <param name="Lost">Rows that were given and are not there with the very same time and values.</param>
/// <param name="Duplicates">Rows that are there more than once.</param>
/// <param name="Strange">Rows that are there and were never given.</param>
/// <param name="OutOfOrder">Rows that came into the database behind a later one.</param>
internal sealed record OutageComparison(int Lost, int Duplicates, int Strange, int OutOfOrder)
{
    /// <summary>Compares.</summary>
    /// <param name="given">The rows given.</param>
    /// <param name="arrived">The rows of the database, in the order in which they came into it.</param>
    public static OutageComparison Of(IEnumerable<OutageRow> given, IReadOnlyList<OutageRow> arrived)
    {
        HashSet<OutageRow> wanted = given.ToHashSet();
        HashSet<OutageRow> there = arrived.ToHashSet();
        int outOfOrder = 0;
        long latest = long.MinValue;
        foreach (OutageRow row in arrived)
        {
            outOfOrder += row.Seconds < latest ? 1 : 0;
            latest = row.Seconds > latest ? row.Seconds : latest;
        }

        return new OutageComparison(
            wanted.Count(row => !there.Contains(row)), arrived.Count - there.Count, there.Count(row => !wanted.Contains(row)), outOfOrder);
    }
}
