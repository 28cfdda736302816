using System;
using Microsoft.Data.Sqlite;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Collector;

/// <content>Pages, their records, and what these say.</content>
internal sealed partial class SqliteTransactionWork
{
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

    private static StoredPage PageOf(SqliteDataReader rows) =>
        new(rows.GetInt64(0), rows.GetInt64(1), (byte[])rows.GetValue(2), (byte[])rows.GetValue(3));

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
}
