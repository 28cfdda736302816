using System;
using System.Collections.Generic;
using Microsoft.Data.Sqlite;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Bounds the boots that never learned UTC by the nearest ones that did: such a boot began after everything before it had passed,
/// and early enough for everything from it on to pass before the next known boot began.
/// </summary>
internal sealed class BootBounds(SqliteConnection connection) : IDisposable
{
    // What a boot that knows says: when it began, as it knew first, and when its last record was taken, as it knew last.
    private const string KnownSql = """
        SELECT b.boot, b.boot_utc_ms, COALESCE(r.boot_utc_ms, b.boot_utc_ms) + r.uptime_s * 1000 FROM boots b
        JOIN records r ON r.gateway_id = b.gateway_id AND r.epoch = b.epoch AND r.seq = b.last_seq
        WHERE b.gateway_id = $1 AND b.epoch = $2 AND b.boot_utc_ms IS NOT NULL AND b.boot
        """;

    private readonly Statement _before = new(connection, KnownSql + " <= $3 ORDER BY b.boot DESC LIMIT 1");
    private readonly Statement _after = new(connection, KnownSql + " >= $3 ORDER BY b.boot LIMIT 1");
    private readonly Statement _between = new(
        connection,
        """
        SELECT boot, last_uptime_s FROM boots
        WHERE gateway_id = $1 AND epoch = $2 AND boot > $3 AND boot < $4 AND last_uptime_s IS NOT NULL ORDER BY boot
        """);

    private readonly Statement _save = new(
        connection, "UPDATE boots SET earliest_ms = $4, latest_ms = $5 WHERE gateway_id = $1 AND epoch = $2 AND boot = $3");

    /// <summary>Works out again what follows from news about a boot.</summary>
    public void Update(EpochKey key, uint boot)
    {
        if (Known(_before, key, boot) is { } before && Known(_after, key, (long)boot + 1) is { } after)
        {
            Bound(key, before, after);
        }

        if (boot > 0 && Known(_before, key, (long)boot - 1) is { } earlier && Known(_after, key, boot) is { } itself && itself.Boot == boot)
        {
            Bound(key, earlier, itself);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _before.Dispose();
        _after.Dispose();
        _between.Dispose();
        _save.Dispose();
    }

    private static (long Boot, long StartMs, long EndMs)? Known(Statement statement, EpochKey key, long boot)
    {
        using var rows = statement.Query(key.GatewayNumber, key.Epoch, boot);
        return rows.Read() ? (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2)) : null;
    }

    private void Bound(EpochKey key, (long Boot, long StartMs, long EndMs) before, (long Boot, long StartMs, long EndMs) after)
    {
        var boots = new List<(long Boot, long UptimeMs)>();
        var rest = 0L;
        using (var rows = _between.Query(key.GatewayNumber, key.Epoch, before.Boot, after.Boot))
        {
            while (rows.Read())
            {
                boots.Add((rows.GetInt64(0), rows.GetInt64(1) * 1000));
                rest += boots[^1].UptimeMs;
            }
        }

        var passed = 0L;
        foreach (var (boot, uptimeMs) in boots)
        {
            long? earliest = before.EndMs + passed;
            long? latest = after.StartMs - rest;
            if (earliest > latest)
            {
                // The clocks of the neighbours contradict each other: then they bound nothing.
                earliest = latest = null;
            }

            _save.Run(key.GatewayNumber, key.Epoch, boot, earliest, latest);
            passed += uptimeMs;
            rest -= uptimeMs;
        }
    }
}
