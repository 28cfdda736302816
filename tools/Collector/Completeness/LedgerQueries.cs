using System;
using System.Collections.Generic;
using Microsoft.Data.Sqlite;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// What the ledger asks the database. All of it within one read transaction, so that the answers belong together.
/// </summary>
internal sealed class LedgerQueries(SqliteConnection connection)
{
    /// <summary>All gateways, in order.</summary>
    public List<GatewayRow> Gateways() => Read(
        """
        SELECT g.id, g.site, g.gateway, g.state, g.current_epoch, g.heartbeat_ms, g.heartbeat_epoch, g.heartbeat_durable,
            g.heartbeat_freed, e.last_received_ms, e.ack_through
        FROM gateways g LEFT JOIN epochs e ON e.gateway_id = g.id AND e.epoch = g.current_epoch ORDER BY g.site, g.gateway
        """,
        rows => new GatewayRow
        {
            Number = rows.GetInt64(0),
            Id = new GatewayId(rows.GetString(1), rows.GetString(2)),
            State = rows.IsDBNull(3) ? "" : rows.GetString(3),
            CurrentEpoch = (uint)rows.GetInt64(4),
            HeartbeatMs = Nullable(rows, 5),
            HeartbeatEpoch = (uint)(Nullable(rows, 6) ?? 0),
            HeartbeatDurable = Nullable(rows, 7) ?? 0,
            HeartbeatFreed = Nullable(rows, 8) ?? 0,
            LastPagesMs = Nullable(rows, 9),
            AckedThrough = Nullable(rows, 10) ?? 0,
        });

    /// <summary>The epochs of a gateway, oldest first.</summary>
    public List<(uint Epoch, long Durable, long HeldFrom, long Duplicates)> Epochs(long gateway) => Read(
        "SELECT epoch, durable, held_from, duplicates FROM epochs WHERE gateway_id = $1 ORDER BY first_received_ms, epoch",
        rows => ((uint)rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3)),
        gateway);

    /// <summary>Ranges that are here, merged, in order; and how many links between neighbours do not hold.</summary>
    public (List<NumberRange> Ranges, long BrokenLinks) Pages(long gateway, uint epoch)
    {
        var ranges = new List<NumberRange>();
        var broken = 0L;
        byte[]? macBefore = new byte[Buffering.JournalLimits.MacBytes];
        foreach (var (range, mac, previous) in Read(
            "SELECT first_seq, last_seq, mac, previous_mac FROM pages WHERE gateway_id = $1 AND epoch = $2 ORDER BY first_seq",
            rows => (new NumberRange(rows.GetInt64(0), rows.GetInt64(1)), (byte[])rows[2], (byte[])rows[3]),
            gateway,
            epoch))
        {
            var follows = range.First == (ranges.Count > 0 ? ranges[^1].Last : 0) + 1;
            broken += follows && !macBefore.AsSpan().SequenceEqual(previous) ? 1 : 0;
            macBefore = mac;
            if (follows && ranges.Count > 0)
            {
                ranges[^1] = new NumberRange(ranges[^1].First, range.Last);
            }
            else
            {
                ranges.Add(range);
            }
        }

        return (ranges, broken);
    }

    /// <summary>Ranges that records account for.</summary>
    public List<LossRow> Losses(long gateway, uint epoch) => Read(
        "SELECT kind, cause, first_seq, last_seq FROM losses WHERE gateway_id = $1 AND epoch = $2 ORDER BY seq",
        rows => new LossRow((LossKind)rows.GetInt32(0), (byte)rows.GetInt64(1),
            new NumberRange(rows.GetInt64(2), rows.GetInt64(3))),
        gateway,
        epoch);

    /// <summary>What the gateway answered about numbers that it was asked for.</summary>
    public List<GoneRange> Gone(long gateway, uint epoch) => Read(
        "SELECT first_seq, last_seq, cause, times, again_ms FROM gone WHERE gateway_id = $1 AND epoch = $2 ORDER BY first_seq, last_seq",
        rows => new GoneRange(new NumberRange(rows.GetInt64(0), rows.GetInt64(1)), rows.GetString(2), rows.GetInt32(3), rows.GetInt64(4)),
        gateway,
        epoch);

    /// <summary>Boot records, in order.</summary>
    public List<(long Sequence, byte PreviousStop)> Boots(long gateway, uint epoch) => Read(
        """
        SELECT boot_seq, previous_stop FROM boots
        WHERE gateway_id = $1 AND epoch = $2 AND boot_seq IS NOT NULL ORDER BY boot_seq
        """,
        rows => (rows.GetInt64(0), (byte)rows.GetInt64(1)),
        gateway,
        epoch);

    /// <summary>Incidents of which records are here, and behind them those that were only announced.</summary>
    public List<IncidentRow> Incidents(long gateway, uint epoch)
    {
        var incidents = Read(
            """
            SELECT i.begin_seq, i.cause, i.begin_boot, i.begin_uptime_s, i.end_seq, i.end_boot, i.end_uptime_s, i.duration_s,
                i.first_seq, i.last_seq, b.boot,
                (SELECT utc FROM record_view v WHERE v.gateway_id = $1 AND v.epoch = $2 AND v.seq = i.begin_seq),
                (SELECT utc FROM record_view v WHERE v.gateway_id = $1 AND v.epoch = $2 AND v.seq = i.end_seq),
                (SELECT utc FROM record_view v WHERE v.gateway_id = $1 AND v.epoch = $2 AND v.seq = b.boot_seq)
            FROM incidents i LEFT JOIN boots b ON b.gateway_id = $1 AND b.epoch = $2 AND b.boot_seq = (
                SELECT MIN(n.boot_seq) FROM boots n WHERE n.gateway_id = $1 AND n.epoch = $2 AND n.boot_seq > i.begin_seq)
            WHERE i.gateway_id = $1 AND i.epoch = $2 ORDER BY i.begin_seq
            """,
            rows => new IncidentRow
            {
                Begin = rows.GetInt64(0),
                Cause = IncidentCause.Name((byte)rows.GetInt64(1)),
                BeginBoot = Nullable(rows, 2),
                BeginUptime = Nullable(rows, 3),
                End = Nullable(rows, 4),
                EndBoot = Nullable(rows, 5),
                EndUptime = Nullable(rows, 6),
                Seconds = Nullable(rows, 7),
                First = Positive(rows, 8),
                Last = Positive(rows, 9),
                NextBoot = Nullable(rows, 10),
                BeginUtc = Text(rows, 11),
                EndUtc = Text(rows, 12),
                BootUtc = Text(rows, 13),
            },
            gateway,
            epoch);
        incidents.AddRange(Read(
            """
            SELECT seq, cause FROM incident_messages m WHERE gateway_id = $1 AND epoch = $2 AND phase = 'begin'
                AND NOT EXISTS (SELECT 1 FROM records r WHERE r.gateway_id = $1 AND r.epoch = $2 AND r.seq = m.seq) ORDER BY seq
            """,
            rows => new IncidentRow { Begin = rows.GetInt64(0), Cause = rows.GetString(1), IsAnnounced = true },
            gateway,
            epoch));
        return incidents;
    }

    /// <summary>The scans, in order, one by one.</summary>
    public IEnumerable<ScanRow> Scans(long gateway, uint epoch)
    {
        using var statement = new Statement(
            connection,
            """
            SELECT r.seq, r.boot, r.uptime_s, r.utc_ms, COALESCE(s.period_s, 0) FROM record_view r
            LEFT JOIN channel_sets s ON s.gateway_id = r.gateway_id AND s.epoch = r.epoch AND s.id = r.channel_set
            WHERE r.gateway_id = $1 AND r.epoch = $2 AND r.kind = 0 ORDER BY r.seq
            """);
        using var rows = statement.Query(gateway, epoch);
        while (rows.Read())
        {
            yield return new ScanRow(rows.GetInt64(0), (uint)rows.GetInt64(1), rows.GetInt64(2), Nullable(rows, 3),
                rows.GetInt64(4));
        }
    }

    /// <summary>Signs that two gateways share an identity.</summary>
    public List<LedgerConflict> Conflicts(long gateway) => Read(
        "SELECT epoch, kind, count, detail FROM conflicts WHERE gateway_id = $1 ORDER BY epoch, kind",
        rows => new LedgerConflict((uint)rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), rows.GetString(3)),
        gateway);

    /// <summary>All rejections.</summary>
    public List<LedgerRejection> Rejections() => Read(
        "SELECT site, gateway, reason, count, detail FROM rejections ORDER BY site, gateway, reason",
        rows => new LedgerRejection(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3),
            rows.GetString(4)));

    private static long? Nullable(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetInt64(column);

    private static long? Positive(SqliteDataReader rows, int column) => Nullable(rows, column) is { } number and > 0 ? number : null;

    private static string? Text(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var statement = new Statement(connection, sql);
        using var rows = statement.Query(values);
        var list = new List<T>();
        while (rows.Read())
        {
            list.Add(read(rows));
        }

        return list;
    }
}
