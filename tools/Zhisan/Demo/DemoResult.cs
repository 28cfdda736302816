using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>How the demo ended.</summary>
/// <param name="Gateways">Gateways.</param>
/// <param name="RecordsTaken">Scans that the sensors gave, counted before the journal saw them.</param>
/// <param name="RecordsStored">Of these, in the platform's database with the very same values.</param>
/// <param name="Interrupted">Scans in the middle of whose durable write the power was cut.</param>
/// <param name="Missing">Scans that were durable once and did not arrive.</param>
/// <param name="Altered">Scans in the database that no sensor gave.</param>
/// <param name="Ledger">The platform's own account.</param>
/// <param name="PowerCuts">SIGKILLs of gateways.</param>
/// <param name="LinkOutages">Cut links.</param>
/// <param name="BrokerRestarts">SIGKILLs of broker and collector.</param>
/// <param name="Problem">What went wrong on the way, or null.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record DemoResult(
    int Gateways, long RecordsTaken, long RecordsStored, long Interrupted, long Missing, long Altered, LedgerReport Ledger,
    int PowerCuts, int LinkOutages, int BrokerRestarts, string? Problem, TimeSpan Elapsed)
{
    /// <summary>Scans that the gateways themselves declared lost, as far as they are missing.</summary>
    public long Lost => Math.Min(Missing, Ledger.Totals.Lost);

    /// <summary>Scans that are missing and of which nobody says why.</summary>
    public long Unaccounted => Math.Max(Missing - Lost, Ledger.Totals.Unaccounted) + Altered;

    /// <summary>Whether everything is there, or accounted for as taken by the cut itself.</summary>
    public bool IsComplete => Problem == null && Lost == 0 && Unaccounted == 0 && RecordsTaken > 0
        && RecordsTaken == RecordsStored + Interrupted && Ledger.Complete && Ledger.ChainVerified;

    /// <summary>Why it is not complete, in words.</summary>
    public IEnumerable<string> Reasons()
    {
        if (Problem != null)
        {
            yield return Problem;
        }

        foreach (string reason in Ledger.Reasons)
        {
            yield return reason;
        }

        if (Missing > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Missing} scans were durable on a gateway and are not in the database");
        }

        if (Altered > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Altered} scans in the database were never taken");
        }
    }

    /// <summary>The object for programs.</summary>
    public object ToJson() => new
    {
        Gateways,
        RecordsTaken,
        RecordsStored,
        Interrupted,
        Lost,
        Unaccounted,
        DuplicatesDropped = Ledger.Totals.Duplicates,
        PowerCuts,
        LinkOutages,
        BrokerRestarts,
        Ledger.ChainVerified,
        Seconds = Math.Round(Elapsed.TotalSeconds, 1),
        Complete = IsComplete,
        Pending = Ledger.Totals.Pending,
        NotSampled = Ledger.Totals.NotSampled,
        Reasons = Reasons().ToArray(),
    };
}
