using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ZhiSan.Edge.Collector;

/// <summary>Makes the ledger's interruptions out of incident records, and of messages whose records have not come yet.</summary>
internal static class Interruptions
{
    /// <summary>Whose an interruption with the cause is.</summary>
    public static string WhoseIs(string cause) => cause switch
    {
        "power" => "the power supply",
        "crash" => "the gateway",
        "command" => "a person, on purpose",
        "wifi" => "the radio link",
        "ip" or "dns" => "the network",
        "broker" => "the broker",
        "credentials" => "the access rights",
        "platform" => "the platform",
        "sensor" => "a sensor",
        "storage" => "the gateway's flash",
        "clock" => "the clock",
        _ => "unknown",
    };

    /// <summary>The interruptions of an epoch, in order.</summary>
    public static IEnumerable<LedgerInterruption> Of(GatewayId id, uint epoch, IReadOnlyList<IncidentRow> incidents) =>
        incidents.Select(row => new LedgerInterruption
        {
            Site = id.Site,
            Gateway = id.Gateway,
            Epoch = epoch,
            Begin = row.Begin,
            Cause = row.Cause,
            Whose = WhoseIs(row.Cause),
            Since = TimeOf(row.BeginUtc, row.BeginBoot, row.BeginUptime),
            Until = row.End is not null ? TimeOf(row.EndUtc, row.EndBoot, row.EndUptime) : TimeOf(row.BootUtc, row.NextBoot, 0),
            State = row.IsAnnounced ? "announced" : row.End is not null ? "ended" : row.NextBoot is not null ? "boot" : "open",
            Seconds = row.End is not null ? row.Seconds : null,
            FirstSequence = row.First,
            LastSequence = row.Last,
        });

    /// <summary>Sums by gateway and cause, the longest first.</summary>
    public static List<LedgerFault> Sum(IEnumerable<LedgerInterruption> interruptions) =>
        [.. interruptions
            .GroupBy(one => (one.Site, one.Gateway, one.Cause))
            .Select(group => new LedgerFault(
                group.Key.Site,
                group.Key.Gateway,
                group.Key.Cause,
                WhoseIs(group.Key.Cause),
                group.Count(),
                group.Count(one => one.State is "open" or "announced"),
                group.Sum(one => one.Seconds ?? 0),
                group.Max(one => one.Seconds ?? 0),
                group.Last().Since))
            .OrderBy(fault => fault.Site, System.StringComparer.Ordinal)
            .ThenBy(fault => fault.Gateway, System.StringComparer.Ordinal)
            .ThenByDescending(fault => fault.Seconds)];

    private static string TimeOf(string? utc, long? boot, long? uptime) =>
        utc is not null ? utc[..19] + "Z"
        : boot is null ? ""
        : string.Create(CultureInfo.InvariantCulture, $"boot {boot} +{uptime ?? 0} s");
}
