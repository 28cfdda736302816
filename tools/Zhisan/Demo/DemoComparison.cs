using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>What the sensors of one gateway gave, compared with what the platform has of it.</summary>
/// <param name="Taken">Scans in the side log.</param>
/// <param name="Stored">Of these, in the database with the very same values.</param>
/// <param name="Interrupted">Of the others, those whose durable write had not returned when the power was cut.</param>
/// <param name="Missing">The rest: durable once, and not there.</param>
/// <param name="Altered">Scans in the database that no sensor gave, or gave once only.</param>
internal sealed record DemoComparison(int Taken, int Stored, int Interrupted, int Missing, int Altered)
{
    /// <summary>Compares. At most one scan per power cut may count as interrupted.</summary>
    public static DemoComparison Of(IReadOnlyList<TakenScan> taken, IReadOnlyList<TakenScan> stored, int powerCuts)
    {
        var inDatabase = stored.ToHashSet();
        var given = taken.Select(scan => scan with { IsDurable = true }).ToHashSet();
        List<TakenScan> absent = taken.Where(scan => !inDatabase.Contains(scan with { IsDurable = true })).ToList();
        int interrupted = absent.Count(scan => !scan.IsDurable);
        interrupted = interrupted < powerCuts ? interrupted : powerCuts;
        return new DemoComparison(
            taken.Count,
            taken.Count - absent.Count,
            interrupted,
            absent.Count - interrupted,
            stored.Count(scan => !given.Contains(scan)) + stored.Count - inDatabase.Count);
    }
}
