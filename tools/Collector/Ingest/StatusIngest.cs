using System;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Takes what gateways say about themselves beside the pages: state, heartbeat, incident messages. These are not authenticated by
/// a MAC: they colour the picture, and are never counted as data. Not thread-safe.
/// </summary>
/// <param name="keys">Keys of the gateways: who has none is not listened to.</param>
/// <param name="store">Where everything goes.</param>
/// <param name="clock">Gives the time of receipt; null is the system's.</param>
public sealed class StatusIngest(KeyRing keys, ICollectorStore store, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Takes a message on <c>state</c>; an empty one is the removal of the retained state.</summary>
    /// <returns>Null when it was taken.</returns>
    /// <exception cref="CollectorStoreException">The store failed.</exception>
    public Rejection? TakeState(GatewayId id, ReadOnlyMemory<byte> payload)
    {
        var span = payload.Span;
        var state = span.SequenceEqual("online"u8) ? "online" : span.SequenceEqual("offline"u8) ? "offline" : null;
        return Take(
            id,
            payload,
            state is null && !span.IsEmpty ? RejectionReason.State : null,
            (transaction, gateway, nowMs) => transaction.SaveState(gateway, state, nowMs));
    }

    /// <summary>Takes a heartbeat.</summary>
    /// <returns>Null when it was taken.</returns>
    /// <exception cref="CollectorStoreException">The store failed.</exception>
    public Rejection? TakeHeartbeat(GatewayId id, ReadOnlyMemory<byte> payload)
    {
        var facts = payload.Length <= IngestLimits.MaxJsonBytes ? HeartbeatFacts.Read(payload) : null;
        return Take(
            id,
            payload,
            facts is null ? RejectionReason.Heartbeat : null,
            (transaction, gateway, nowMs) => transaction.SaveHeartbeat(gateway, facts!, nowMs));
    }

    /// <summary>Takes an incident message.</summary>
    /// <returns>Null when it was taken.</returns>
    /// <exception cref="CollectorStoreException">The store failed.</exception>
    public Rejection? TakeIncident(GatewayId id, ReadOnlyMemory<byte> payload)
    {
        var facts = payload.Length <= IngestLimits.MaxJsonBytes ? IncidentFacts.Read(payload) : null;
        return Take(
            id,
            payload,
            facts is null ? RejectionReason.Incident : null,
            (transaction, gateway, nowMs) => transaction.SaveIncidentMessage(gateway, facts!, nowMs));
    }

    private Rejection? Take(
        GatewayId id, ReadOnlyMemory<byte> payload, RejectionReason? malformed, Action<ICollectorTransaction, long, long> save)
    {
        var nowMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var reason = keys.Find(id) is null ? RejectionReason.UnknownGateway
            : payload.Length > IngestLimits.MaxJsonBytes ? RejectionReason.Oversize : malformed;
        var rejection = reason is { } named ? new Rejection(named, $"{payload.Length} bytes") : null;
        using var transaction = store.Begin();
        if (rejection is null)
        {
            save(transaction, transaction.GatewayNumber(id), nowMs);
        }
        else
        {
            transaction.CountRejection(id, rejection, nowMs);
        }

        transaction.Commit();
        return rejection;
    }
}
