using System;
using System.Collections.Generic;
using Microsoft.Data.Sqlite;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Collector;

/// <summary>The one transaction of the store, used again and again with its prepared statements.</summary>
internal sealed class SqliteTransactionWork(SqliteConnection connection) : ICollectorTransaction
{
    private const string Stranger = "*";

    private readonly Dictionary<string, Statement> _statements = [];
    private readonly BootBounds _bounds = new(connection);
    private bool _isOpen;

    /// <summary>Begins.</summary>
    public SqliteTransactionWork Begin()
    {
        if (_isOpen)
        {
            throw new InvalidOperationException("One transaction at a time.");
        }

        Sql("BEGIN IMMEDIATE").Run();
        _isOpen = true;
        return this;
    }

    /// <inheritdoc/>
    public void Commit()
    {
        SqliteFailure.Guard(() => Sql("COMMIT").Run());
        _isOpen = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        try
        {
            Sql("ROLLBACK").Run();
        }
        catch (SqliteException)
        {
            // SQLite has undone it already: a full disk or damage ends a transaction by itself.
        }
    }

    /// <summary>Gives the prepared statements back.</summary>
    public void End()
    {
        Dispose();
        _bounds.Dispose();
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
    }

    /// <inheritdoc/>
    public long GatewayNumber(GatewayId id)
    {
        Run("INSERT INTO gateways (site, gateway) VALUES ($1, $2) ON CONFLICT DO NOTHING", id.Site, id.Gateway);
        return (long)Scalar("SELECT id FROM gateways WHERE site = $1 AND gateway = $2", id.Site, id.Gateway)!;
    }

    /// <inheritdoc/>
    public uint CurrentEpoch(long gatewayNumber) =>
        (uint)(long)Scalar("SELECT current_epoch FROM gateways WHERE id = $1", gatewayNumber)!;

    /// <inheritdoc/>
    public void SetCurrentEpoch(EpochKey key) =>
        Run("UPDATE gateways SET current_epoch = $2 WHERE id = $1", key.GatewayNumber, key.Epoch);

    /// <inheritdoc/>
    public EpochState? FindEpoch(EpochKey key) => Query(
        "SELECT ack_through, held_from, duplicates FROM epochs WHERE gateway_id = $1 AND epoch = $2",
        rows => new EpochState(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2)),
        key.GatewayNumber,
        key.Epoch);

    /// <inheritdoc/>
    public void SaveEpoch(EpochKey key, EpochState state, long receivedMs) => Run(
        """
        INSERT INTO epochs (gateway_id, epoch, ack_through, held_from, duplicates, first_received_ms, last_received_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $6)
        ON CONFLICT DO UPDATE SET ack_through = $3, held_from = $4, duplicates = $5, last_received_ms = $6
        """,
        key.GatewayNumber,
        key.Epoch,
        state.Through,
        state.HeldFrom,
        state.Duplicates,
        receivedMs);

    /// <inheritdoc/>
    public StoredPage? PageAtOrBefore(EpochKey key, long sequence) => Query(
        """
        SELECT first_seq, last_seq, mac, previous_mac FROM pages
        WHERE gateway_id = $1 AND epoch = $2 AND first_seq <= $3 ORDER BY first_seq DESC LIMIT 1
        """,
        PageOf,
        key.GatewayNumber,
        key.Epoch,
        sequence);

    /// <inheritdoc/>
    public StoredPage? PageAfter(EpochKey key, long sequence) => Query(
        """
        SELECT first_seq, last_seq, mac, previous_mac FROM pages
        WHERE gateway_id = $1 AND epoch = $2 AND first_seq > $3 ORDER BY first_seq LIMIT 1
        """,
        PageOf,
        key.GatewayNumber,
        key.Epoch,
        sequence);

    /// <inheritdoc/>
    public byte[] RawPage(EpochKey key, long firstSequence) => (byte[])Scalar(
        "SELECT raw FROM pages WHERE gateway_id = $1 AND epoch = $2 AND first_seq = $3", key.GatewayNumber, key.Epoch, firstSequence)!;

    /// <inheritdoc/>
    public long LossReach(EpochKey key, long through) => Scalar(
        "SELECT MAX(last_seq) FROM losses WHERE gateway_id = $1 AND epoch = $2 AND last_seq > $3 AND first_seq <= $3 + 1",
        key.GatewayNumber,
        key.Epoch,
        through) as long? ?? 0;

    /// <inheritdoc/>
    public void AddPage(EpochKey key, PageFacts page, long receivedMs)
    {
        Run(
            """
            INSERT INTO pages (gateway_id, epoch, first_seq, last_seq, mac, previous_mac, raw, received_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            key.GatewayNumber,
            key.Epoch,
            page.FirstSequence,
            page.LastSequence,
            page.Mac,
            page.PreviousMac,
            page.Raw,
            receivedMs);
        Run(
            """
            INSERT INTO channel_sets (gateway_id, epoch, id, period_s, defined) VALUES ($1, $2, $3, $4, 0)
            ON CONFLICT DO NOTHING
            """,
            key.GatewayNumber,
            key.Epoch,
            page.ChannelSet,
            page.PeriodSeconds);
        foreach (var record in page.Rows)
        {
            AddRecord(key, page.ChannelSet, record);
        }
    }

    /// <inheritdoc/>
    public void AddBootSpan(EpochKey key, BootSpan span) => Run(
        """
        INSERT INTO boots (gateway_id, epoch, boot, first_seq, last_seq, first_uptime_s, last_uptime_s, boot_utc_ms, boot_utc_seq)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT DO UPDATE SET
            first_uptime_s = CASE WHEN $4 < COALESCE(first_seq, $4 + 1) THEN $6 ELSE first_uptime_s END,
            last_uptime_s = CASE WHEN $5 > COALESCE(last_seq, 0) THEN $7 ELSE last_uptime_s END,
            first_seq = MIN(COALESCE(first_seq, $4), $4),
            last_seq = MAX(COALESCE(last_seq, $5), $5),
            boot_utc_ms = CASE WHEN $9 < COALESCE(boot_utc_seq, $9 + 1) THEN $8 ELSE boot_utc_ms END,
            boot_utc_seq = CASE WHEN $9 < COALESCE(boot_utc_seq, $9 + 1) THEN $9 ELSE boot_utc_seq END
        """,
        key.GatewayNumber,
        key.Epoch,
        span.Boot,
        span.FirstSequence,
        span.LastSequence,
        span.FirstUptimeSeconds,
        span.LastUptimeSeconds,
        span.BootUtcMs != 0 ? span.BootUtcMs : null,
        span.BootUtcMs != 0 ? span.BootUtcSequence : null);

    /// <inheritdoc/>
    public void BoundBoots(EpochKey key, uint boot) => SqliteFailure.Guard(() =>
    {
        _bounds.Update(key, boot);
        return 0;
    });

    /// <inheritdoc/>
    public void AddBoot(EpochKey key, long sequence, BootBody body) => Run(
        """
        INSERT INTO boots (gateway_id, epoch, boot, boot_seq, previous_stop, firmware, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO UPDATE SET boot_seq = $4, previous_stop = $5, firmware = $6, detail = $7
        """,
        key.GatewayNumber,
        key.Epoch,
        body.Boot,
        sequence,
        body.PreviousStop,
        body.Firmware,
        body.Detail);

    /// <inheritdoc/>
    public void AddAnchor(EpochKey key, long sequence, uint boot, TimeAnchorBody body) => Run(
        """
        INSERT INTO anchors (gateway_id, epoch, boot, seq, uptime_ms, utc_ms, source, step_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        key.GatewayNumber,
        key.Epoch,
        boot,
        sequence,
        body.UptimeMs,
        body.UtcMs,
        body.Source,
        body.StepMs);

    /// <inheritdoc/>
    public void AddChannelSet(EpochKey key, int id, ChannelSetBody body)
    {
        Run(
            """
            INSERT INTO channel_sets (gateway_id, epoch, id, period_s, defined) VALUES ($1, $2, $3, $4, 1)
            ON CONFLICT DO UPDATE SET period_s = $4, defined = 1
            """,
            key.GatewayNumber,
            key.Epoch,
            id,
            body.PeriodSeconds);
        for (var i = 0; i < body.Count; i++)
        {
            Run(
                """
                INSERT INTO channels (gateway_id, epoch, channel_set, channel, name, unit, decimals)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT DO NOTHING
                """,
                key.GatewayNumber,
                key.Epoch,
                id,
                i,
                body.Names[i],
                body.Units[i],
                body.Decimals[i]);
        }
    }

    /// <inheritdoc/>
    public void AddIncident(EpochKey key, Record record, IncidentBody body)
    {
        if (body.IsEnd)
        {
            Run(
                """
                INSERT INTO incidents (gateway_id, epoch, begin_seq, cause, end_seq, end_boot, end_uptime_s, duration_s,
                    first_seq, last_seq)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                ON CONFLICT DO UPDATE SET
                    cause = $4, end_seq = $5, end_boot = $6, end_uptime_s = $7, duration_s = $8, first_seq = $9, last_seq = $10
                    WHERE end_seq IS NULL OR end_seq > $5
                """,
                key.GatewayNumber,
                key.Epoch,
                body.BeginSequence,
                body.Cause,
                record.Sequence,
                record.Boot,
                record.UptimeSeconds,
                body.DurationSeconds,
                body.FirstSequence,
                body.LastSequence);
            return;
        }

        Run(
            """
            INSERT INTO incidents (gateway_id, epoch, begin_seq, cause, begin_boot, begin_uptime_s, first_seq)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO UPDATE SET begin_boot = $5, begin_uptime_s = $6
            """,
            key.GatewayNumber,
            key.Epoch,
            record.Sequence,
            body.Cause,
            record.Boot,
            record.UptimeSeconds,
            body.FirstSequence);
    }

    /// <inheritdoc/>
    public void AddLoss(EpochKey key, long sequence, LossKind kind, byte cause, long firstSequence, long lastSequence) => Run(
        "INSERT INTO losses (gateway_id, epoch, seq, kind, cause, first_seq, last_seq) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        key.GatewayNumber,
        key.Epoch,
        sequence,
        (int)kind,
        cause,
        firstSequence,
        lastSequence);

    /// <inheritdoc/>
    public void AddThinned(EpochKey key, long sequence, ThinnedBody body)
    {
        for (var i = 0; i < body.ChannelCount; i++)
        {
            var any = body.Counts[i] > 0;
            Run(
                """
                INSERT INTO thinned (gateway_id, epoch, seq, channel, boot, start_s, end_s, boot_utc_ms, channel_set, count,
                    minimum, maximum, mean)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                """,
                key.GatewayNumber,
                key.Epoch,
                sequence,
                i,
                body.Boot,
                body.StartSeconds,
                body.EndSeconds,
                body.BootUtcMs != 0 ? body.BootUtcMs : null,
                body.ChannelSet,
                body.Counts[i],
                any ? body.Minima[i] : null,
                any ? body.Maxima[i] : null,
                any ? body.Means[i] : null);
        }
    }

    /// <inheritdoc/>
    public void AddChainBreak(EpochKey key, long firstSequence, byte[] expectedMac, byte[] foundMac, long receivedMs) => Run(
        """
        INSERT INTO chain_breaks (gateway_id, epoch, first_seq, expected_mac, found_mac, received_ms)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING
        """,
        key.GatewayNumber,
        key.Epoch,
        firstSequence,
        expectedMac,
        foundMac,
        receivedMs);

    /// <inheritdoc/>
    public void CountConflict(EpochKey key, string kind, string detail, long receivedMs) => Run(
        """
        INSERT INTO conflicts (gateway_id, epoch, kind, count, detail, first_ms, last_ms) VALUES ($1, $2, $3, 1, $4, $5, $5)
        ON CONFLICT DO UPDATE SET count = count + 1, detail = $4, last_ms = $5
        """,
        key.GatewayNumber,
        key.Epoch,
        kind,
        Cut(detail),
        receivedMs);

    /// <inheritdoc/>
    public void CountRejection(GatewayId? id, Rejection rejection, long receivedMs)
    {
        var (site, gateway) = id is { } named && IsCountedByName(named) ? (named.Site, named.Gateway)
            : id is null ? ("", "") : (Stranger, Stranger);
        Run(
            """
            INSERT INTO rejections (site, gateway, reason, count, detail, first_ms, last_ms) VALUES ($1, $2, $3, 1, $4, $5, $5)
            ON CONFLICT DO UPDATE SET count = count + 1, detail = $4, last_ms = $5
            """,
            site,
            gateway,
            rejection.Reason.ToString(),
            Cut(rejection.Detail),
            receivedMs);
    }

    /// <inheritdoc/>
    public void SaveState(long gatewayNumber, string? state, long receivedMs) => Run(
        "UPDATE gateways SET state = $2, state_ms = $3 WHERE id = $1 AND state IS NOT $2", gatewayNumber, state, receivedMs);

    // A retained heartbeat comes again with every connection: only a new text is news. Within an epoch durable never goes back.
    /// <inheritdoc/>
    public void SaveHeartbeat(long gatewayNumber, HeartbeatFacts heartbeat, long receivedMs)
    {
        Run(
            """
            UPDATE gateways SET heartbeat = $2, heartbeat_ms = $3,
                heartbeat_durable = CASE WHEN heartbeat_epoch = $4 THEN MAX(heartbeat_durable, $5) ELSE $5 END,
                heartbeat_freed = CASE WHEN heartbeat_epoch = $4 THEN MAX(heartbeat_freed, $6) ELSE $6 END,
                heartbeat_acked = $7, heartbeat_cmd = $8, heartbeat_epoch = $4
            WHERE id = $1 AND heartbeat IS NOT $2
            """,
            gatewayNumber,
            heartbeat.Text,
            receivedMs,
            heartbeat.Epoch,
            heartbeat.Durable,
            heartbeat.Freed,
            heartbeat.Acked,
            heartbeat.CommandCounter);
        Run(
            "UPDATE epochs SET durable = MAX(durable, $3) WHERE gateway_id = $1 AND epoch = $2",
            gatewayNumber,
            heartbeat.Epoch,
            heartbeat.Durable);
    }

    /// <inheritdoc/>
    public void SaveIncidentMessage(long gatewayNumber, IncidentFacts incident, long receivedMs)
    {
        Run(
            """
            INSERT INTO incident_messages (gateway_id, epoch, seq, phase, cause, message, received_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """,
            gatewayNumber,
            incident.Epoch,
            incident.Sequence,
            incident.Phase,
            incident.Cause,
            incident.Text,
            receivedMs);
        Run(
            """
            DELETE FROM incident_messages WHERE gateway_id = $1 AND (epoch, seq) IN (
                SELECT epoch, seq FROM incident_messages WHERE gateway_id = $1
                ORDER BY received_ms DESC, seq DESC LIMIT -1 OFFSET $2)
            """,
            gatewayNumber,
            IngestLimits.MaxIncidentMessages);
    }

    /// <inheritdoc/>
    public RepairView? FindRepair(long gatewayNumber)
    {
        var last = Query(
            """
            SELECT id, counter, epoch, first_seq, last_seq, status, reason, attempts, heard_ms, next_ms FROM repairs
            WHERE gateway_id = $1
            """,
            rows => new RepairState
            {
                Id = rows.GetString(0),
                Counter = rows.GetInt64(1),
                Epoch = (uint)rows.GetInt64(2),
                Range = new NumberRange(rows.GetInt64(3), rows.GetInt64(4)),
                Status = rows.GetString(5),
                Reason = rows.GetString(6),
                Attempts = rows.GetInt32(7),
                HeardMs = rows.GetInt64(8),
                NextMs = rows.GetInt64(9),
            },
            gatewayNumber);
        return Query(
            """
            SELECT state IS 'online', COALESCE(NULLIF(heartbeat_epoch, 0), current_epoch), COALESCE(heartbeat_freed, 0),
                COALESCE(heartbeat_acked, 0), COALESCE(heartbeat_cmd, 0), command_counter FROM gateways WHERE id = $1
            """,
            rows => new RepairView
            {
                GatewayNumber = gatewayNumber,
                IsOnline = rows.GetInt64(0) != 0,
                Epoch = (uint)rows.GetInt64(1),
                Freed = rows.GetInt64(2),
                Acked = rows.GetInt64(3),
                HeartbeatCounter = rows.GetInt64(4),
                Counter = rows.GetInt64(5),
                Last = last,
            },
            gatewayNumber);
    }

    /// <inheritdoc/>
    public void SaveRepair(long gatewayNumber, RepairState state) => Run(
        """
        INSERT INTO repairs (gateway_id, id, counter, epoch, first_seq, last_seq, status, reason, attempts, heard_ms, next_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT DO UPDATE SET id = $2, counter = $3, epoch = $4, first_seq = $5, last_seq = $6, status = $7, reason = $8,
            attempts = $9, heard_ms = $10, next_ms = $11
        """,
        gatewayNumber,
        state.Id,
        state.Counter,
        state.Epoch,
        state.Range.First,
        state.Range.Last,
        state.Status,
        state.Reason,
        state.Attempts,
        state.HeardMs,
        state.NextMs);

    /// <inheritdoc/>
    public void SaveCommandCounter(long gatewayNumber, long counter) =>
        Run("UPDATE gateways SET command_counter = MAX(command_counter, $2) WHERE id = $1", gatewayNumber, counter);

    /// <inheritdoc/>
    public IReadOnlyList<GoneRange> Gone(EpochKey key)
    {
        var ranges = new List<GoneRange>();
        Each(
            "SELECT first_seq, last_seq, cause, times, again_ms FROM gone WHERE gateway_id = $1 AND epoch = $2 ORDER BY first_seq, last_seq",
            rows =>
            {
                ranges.Add(new GoneRange(
                    new NumberRange(rows.GetInt64(0), rows.GetInt64(1)), rows.GetString(2), rows.GetInt32(3), rows.GetInt64(4)));
                return true;
            },
            key.GatewayNumber,
            key.Epoch);
        return ranges;
    }

    /// <inheritdoc/>
    public void SaveGone(EpochKey key, GoneRange gone)
    {
        Run(
            """
            INSERT INTO gone (gateway_id, epoch, first_seq, last_seq, cause, times, again_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO UPDATE SET cause = $5, times = $6, again_ms = $7
            """,
            key.GatewayNumber,
            key.Epoch,
            gone.Range.First,
            gone.Range.Last,
            gone.Cause,
            gone.Times,
            gone.AgainMs);
        Run(
            """
            DELETE FROM gone WHERE gateway_id = $1 AND (epoch, first_seq, last_seq) IN (
                SELECT epoch, first_seq, last_seq FROM gone WHERE gateway_id = $1 ORDER BY again_ms DESC LIMIT -1 OFFSET $2)
            """,
            key.GatewayNumber,
            IngestLimits.MaxGoneRanges);
    }

    /// <inheritdoc/>
    public IReadOnlyList<NumberRange> Holes(EpochKey key, long above, long through, int most)
    {
        var holes = new List<NumberRange>();
        var next = Math.Max(above, PageAtOrBefore(key, above)?.LastSequence ?? 0) + 1;
        Each(
            """
            SELECT first_seq, last_seq FROM pages WHERE gateway_id = $1 AND epoch = $2 AND first_seq > $3
            UNION ALL
            SELECT first_seq, last_seq FROM losses WHERE gateway_id = $1 AND epoch = $2 AND last_seq > $3
            ORDER BY first_seq
            """,
            rows =>
            {
                var (first, last) = (rows.GetInt64(0), rows.GetInt64(1));
                if (first > next)
                {
                    holes.Add(new NumberRange(next, first - 1));
                }

                next = Math.Max(next, last + 1);
                return holes.Count < most;
            },
            key.GatewayNumber,
            key.Epoch,
            above);
        if (next <= through && holes.Count < most)
        {
            holes.Add(new NumberRange(next, through));
        }

        return holes;
    }

    private static StoredPage PageOf(SqliteDataReader rows) =>
        new(rows.GetInt64(0), rows.GetInt64(1), (byte[])rows.GetValue(2), (byte[])rows.GetValue(3));

    private static string Cut(string detail) =>
        detail.Length <= IngestLimits.MaxDetailLength ? detail : detail[..IngestLimits.MaxDetailLength];

    private void AddRecord(EpochKey key, int channelSet, Record record)
    {
        var isScan = record.Kind == RecordKind.Scan;
        Run(
            """
            INSERT INTO records (gateway_id, epoch, seq, kind, boot, uptime_s, boot_utc_ms, channel_set, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            key.GatewayNumber,
            key.Epoch,
            record.Sequence,
            record.Kind,
            record.Boot,
            record.UptimeSeconds,
            record.BootUtcMs != 0 ? record.BootUtcMs : null,
            isScan ? channelSet : null,
            isScan ? null : record.Body.AsSpan(0, record.BodyLength).ToArray());
        for (var i = 0; i < record.ChannelCount; i++)
        {
            var quality = record.Qualities[i];
            Run(
                "INSERT INTO readings (gateway_id, epoch, seq, channel, value, quality) VALUES ($1, $2, $3, $4, $5, $6)",
                key.GatewayNumber,
                key.Epoch,
                record.Sequence,
                i,
                Quality.HasValue(quality) && quality != JournalLimits.AbsentQuality ? record.Values[i] : null,
                quality);
        }
    }

    private bool IsCountedByName(GatewayId id) =>
        Scalar("SELECT 1 FROM gateways WHERE site = $1 AND gateway = $2", id.Site, id.Gateway) is not null
        || Scalar("SELECT 1 FROM rejections WHERE site = $1 AND gateway = $2 LIMIT 1", id.Site, id.Gateway) is not null
        || (long)Scalar("SELECT COUNT(*) FROM rejections")! < IngestLimits.MaxNamedStrangers;

    private Statement Sql(string text)
    {
        if (!_statements.TryGetValue(text, out var statement))
        {
            statement = _statements[text] = new Statement(connection, text);
        }

        return statement;
    }

    private void Run(string sql, params ReadOnlySpan<object?> values)
    {
        try
        {
            Sql(sql).Run(values);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Translate(exception);
        }
    }

    private object? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        try
        {
            return Sql(sql).Scalar(values);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Translate(exception);
        }
    }

    // Reads rows until one is enough.
    private void Each(string sql, Func<SqliteDataReader, bool> take, params ReadOnlySpan<object?> values)
    {
        try
        {
            using var rows = Sql(sql).Query(values);
            while (rows.Read() && take(rows))
            {
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Translate(exception);
        }
    }

    private T? Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
        where T : class
    {
        try
        {
            using var rows = Sql(sql).Query(values);
            return rows.Read() ? read(rows) : null;
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Translate(exception);
        }
    }
}
