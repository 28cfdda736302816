using System;
using System.Collections.Generic;

namespace ZhiSan.Edge.Collector;

/// <content>What is missing, and what was asked for.</content>
internal sealed partial class SqliteTransactionWork
{
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
}
