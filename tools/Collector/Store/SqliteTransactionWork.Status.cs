
namespace ZhiSan.Edge.Collector;

/// <content>What is not a page: state, heartbeats, incident messages, and what was refused.</content>
internal sealed partial class SqliteTransactionWork
{
    private const string Stranger = "*";

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

    private static string Cut(string detail) =>
        detail.Length <= IngestLimits.MaxDetailLength ? detail : detail[..IngestLimits.MaxDetailLength];

    private bool IsCountedByName(GatewayId id) =>
        Scalar("SELECT 1 FROM gateways WHERE site = $1 AND gateway = $2", id.Site, id.Gateway) is not null
        || Scalar("SELECT 1 FROM rejections WHERE site = $1 AND gateway = $2 LIMIT 1", id.Site, id.Gateway) is not null
        || (long)Scalar("SELECT COUNT(*) FROM rejections")! < IngestLimits.MaxNamedStrangers;
}
