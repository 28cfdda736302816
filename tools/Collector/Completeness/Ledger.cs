using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.Data.Sqlite;

namespace ZhiSan.Edge.Collector;

/// <summary>Reads the completeness ledger out of a collector's database.</summary>
public static class Ledger
{
    /// <summary>Reads the ledger; the collector may be running.</summary>
    /// <exception cref="CollectorException">The database cannot be read: one line for people.</exception>
    public static LedgerReport Read(string databasePath)
    {
        using var connection = DatabaseFile.OpenToRead(databasePath);
        try
        {
            using var begin = new Statement(connection, "BEGIN");
            begin.Run();
            return Compile(new LedgerQueries(connection));
        }
        catch (SqliteException exception)
        {
            throw new CollectorException($"Cannot read the database {databasePath}: {exception.Message}", exception);
        }
    }

    private static LedgerReport Compile(LedgerQueries queries)
    {
        var rejections = queries.Rejections();
        var gateways = new List<LedgerGateway>();
        var days = new List<LedgerDay>();
        var gaps = new List<LedgerGap>();
        var interruptions = new List<LedgerInterruption>();
        foreach (var row in queries.Gateways())
        {
            var sheet = new DaySheet(row.Id);
            var totals = ReadEpochs(queries, row, sheet, gaps, interruptions);
            var own = rejections
                .Where(rejection => rejection.Site == row.Id.Site && rejection.Gateway == row.Id.Gateway)
                .ToList();
            gateways.Add(Describe(row, totals, own, queries.Conflicts(row.Number)));
            days.AddRange(sheet.Days);
        }

        var sum = gateways.Aggregate(new LedgerTotals(), (all, gateway) => all + gateway.Totals);
        var reasons = gateways.SelectMany(Reasons).ToList();
        if (sum.Records == 0)
        {
            reasons.Add("nothing has been delivered yet");
        }

        return new LedgerReport
        {
            Complete = reasons.Count == 0,
            Reasons = reasons,
            ChainVerified = sum.Records > 0 && gateways.TrueForAll(gateway => gateway.ChainVerified),
            Totals = sum with { Rejections = rejections.Sum(rejection => rejection.Count) },
            Gateways = gateways,
            Days = days,
            Gaps = gaps,
            Interruptions = interruptions,
            Faults = Interruptions.Sum(interruptions),
            Rejections = rejections,
        };
    }

    private static LedgerTotals ReadEpochs(
        LedgerQueries queries, GatewayRow row, DaySheet sheet, List<LedgerGap> gaps, List<LedgerInterruption> interruptions)
    {
        var totals = new LedgerTotals();
        var epochs = queries.Epochs(row.Number);
        if (row.HeartbeatEpoch != 0 && epochs.All(epoch => epoch.Epoch != row.HeartbeatEpoch))
        {
            // It has a journal of which nothing has come yet.
            epochs.Add((row.HeartbeatEpoch, row.HeartbeatDurable, 1, 0));
        }

        foreach (var (epoch, durable, heldFrom, duplicates) in epochs)
        {
            var isLive = epoch == row.LiveEpoch;
            var isOfHeartbeat = epoch == row.HeartbeatEpoch;
            var (ranges, brokenLinks) = queries.Pages(row.Number, epoch);
            var book = new EpochBook
            {
                Epoch = epoch,
                Delivered = ranges,
                Losses = queries.Losses(row.Number, epoch),
                Gone = queries.Gone(row.Number, epoch),
                Durable = Math.Max(durable, isOfHeartbeat ? row.HeartbeatDurable : 0),
                HeldFrom = isLive ? Math.Max(heldFrom, isOfHeartbeat ? row.HeartbeatFreed + 1 : 0) : long.MaxValue,
                Boots = queries.Boots(row.Number, epoch),
            };
            var account = new EpochAccount(row.Id, book, sheet);
            account.Take(queries.Scans(row.Number, epoch));
            gaps.AddRange(account.Gaps);
            interruptions.AddRange(Interruptions.Of(row.Id, epoch, queries.Incidents(row.Number, epoch)));
            totals += account.Totals with { Duplicates = duplicates, ChainBreaks = brokenLinks };
        }

        return totals;
    }

    private static LedgerGateway Describe(
        GatewayRow row, LedgerTotals totals, List<LedgerRejection> rejections, List<LedgerConflict> conflicts)
    {
        var macs = rejections
            .Where(rejection => rejection.Reason == nameof(RejectionReason.Mac))
            .Sum(rejection => rejection.Count);
        totals = totals with
        {
            RejectedMacs = macs,
            Conflicts = conflicts.Sum(conflict => conflict.Count),
            Rejections = rejections.Sum(rejection => rejection.Count),
        };
        return new LedgerGateway
        {
            Site = row.Id.Site,
            Gateway = row.Id.Gateway,
            Heard = totals.Records > 0,
            State = row.State,
            LastHeartbeat = row.HeartbeatMs is { } ms
                ? DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
                : "",
            PendingKnown = row.HeartbeatEpoch != 0 && row.HeartbeatEpoch == row.LiveEpoch,
            Epoch = row.LiveEpoch,
            AckedThrough = row.LiveEpoch == row.CurrentEpoch ? row.AckedThrough : 0,
            ChainVerified = totals.ChainBreaks == 0 && macs == 0 && conflicts.TrueForAll(conflict => conflict.Kind != "sequence"),
            Totals = totals,
            Conflicts = conflicts,
        };
    }

    private static IEnumerable<string> Reasons(LedgerGateway gateway)
    {
        var totals = gateway.Totals;
        var name = $"{gateway.Site}/{gateway.Gateway}";
        (long Count, string What)[] findings =
        [
            (totals.Lost, "records lost"),
            (totals.Unaccounted, "records unaccounted for"),
            (totals.Pending, "records pending on the gateway"),
            (totals.ChainBreaks, "breaks in the chain of its pages"),
            (totals.RejectedMacs, "pages whose MAC does not verify"),
            (totals.Conflicts, "signs that two gateways share its identity"),
        ];
        return findings.Where(finding => finding.Count > 0).Select(finding => $"{name}: {finding.Count} {finding.What}");
    }
}
