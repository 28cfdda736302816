using System.Collections.Generic;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Simulator;

/// <summary>A transaction that hands everything on to another one: what stands between collector and database derives from it.</summary>
/// <param name="inner">The other one.</param>
internal abstract class TransactionLayer(ICollectorTransaction inner) : ICollectorTransaction
{
    /// <inheritdoc/>
    public virtual void Dispose() => inner.Dispose();

    /// <inheritdoc/>
    public virtual long GatewayNumber(GatewayId id)
    {
        Step();
        return inner.GatewayNumber(id);
    }

    /// <inheritdoc/>
    public virtual uint CurrentEpoch(long gatewayNumber)
    {
        Step();
        return inner.CurrentEpoch(gatewayNumber);
    }

    /// <inheritdoc/>
    public virtual void SetCurrentEpoch(EpochKey key)
    {
        Step();
        inner.SetCurrentEpoch(key);
    }

    /// <inheritdoc/>
    public virtual EpochState? FindEpoch(EpochKey key)
    {
        Step();
        return inner.FindEpoch(key);
    }

    /// <inheritdoc/>
    public virtual void SaveEpoch(EpochKey key, EpochState state, long receivedMs)
    {
        Step();
        inner.SaveEpoch(key, state, receivedMs);
    }

    /// <inheritdoc/>
    public virtual StoredPage? PageAtOrBefore(EpochKey key, long sequence)
    {
        Step();
        return inner.PageAtOrBefore(key, sequence);
    }

    /// <inheritdoc/>
    public virtual StoredPage? PageAfter(EpochKey key, long sequence)
    {
        Step();
        return inner.PageAfter(key, sequence);
    }

    /// <inheritdoc/>
    public virtual byte[] RawPage(EpochKey key, long firstSequence)
    {
        Step();
        return inner.RawPage(key, firstSequence);
    }

    /// <inheritdoc/>
    public virtual long LossReach(EpochKey key, long through)
    {
        Step();
        return inner.LossReach(key, through);
    }

    /// <inheritdoc/>
    public virtual void AddPage(EpochKey key, PageFacts page, long receivedMs)
    {
        Step();
        inner.AddPage(key, page, receivedMs);
    }

    /// <inheritdoc/>
    public virtual void AddBootSpan(EpochKey key, BootSpan span)
    {
        Step();
        inner.AddBootSpan(key, span);
    }

    /// <inheritdoc/>
    public virtual void BoundBoots(EpochKey key, uint boot)
    {
        Step();
        inner.BoundBoots(key, boot);
    }

    /// <inheritdoc/>
    public virtual void AddBoot(EpochKey key, long sequence, BootBody body)
    {
        Step();
        inner.AddBoot(key, sequence, body);
    }

    /// <inheritdoc/>
    public virtual void AddAnchor(EpochKey key, long sequence, uint boot, TimeAnchorBody body)
    {
        Step();
        inner.AddAnchor(key, sequence, boot, body);
    }

    /// <inheritdoc/>
    public virtual void AddChannelSet(EpochKey key, int id, ChannelSetBody body)
    {
        Step();
        inner.AddChannelSet(key, id, body);
    }

    /// <inheritdoc/>
    public virtual void AddIncident(EpochKey key, Record record, IncidentBody body)
    {
        Step();
        inner.AddIncident(key, record, body);
    }

    /// <inheritdoc/>
    public virtual void AddLoss(EpochKey key, long sequence, LossKind kind, byte cause, long firstSequence, long lastSequence)
    {
        Step();
        inner.AddLoss(key, sequence, kind, cause, firstSequence, lastSequence);
    }

    /// <inheritdoc/>
    public virtual void AddThinned(EpochKey key, long sequence, ThinnedBody body)
    {
        Step();
        inner.AddThinned(key, sequence, body);
    }

    /// <inheritdoc/>
    public virtual void AddChainBreak(EpochKey key, long firstSequence, byte[] expectedMac, byte[] foundMac, long receivedMs)
    {
        Step();
        inner.AddChainBreak(key, firstSequence, expectedMac, foundMac, receivedMs);
    }

    /// <inheritdoc/>
    public virtual void CountConflict(EpochKey key, string kind, string detail, long receivedMs)
    {
        Step();
        inner.CountConflict(key, kind, detail, receivedMs);
    }

    /// <inheritdoc/>
    public virtual void CountRejection(GatewayId? id, Rejection rejection, long receivedMs)
    {
        Step();
        inner.CountRejection(id, rejection, receivedMs);
    }

    /// <inheritdoc/>
    public virtual void SaveState(long gatewayNumber, string? state, long receivedMs)
    {
        Step();
        inner.SaveState(gatewayNumber, state, receivedMs);
    }

    /// <inheritdoc/>
    public virtual void SaveHeartbeat(long gatewayNumber, HeartbeatFacts heartbeat, long receivedMs)
    {
        Step();
        inner.SaveHeartbeat(gatewayNumber, heartbeat, receivedMs);
    }

    /// <inheritdoc/>
    public virtual void SaveIncidentMessage(long gatewayNumber, IncidentFacts incident, long receivedMs)
    {
        Step();
        inner.SaveIncidentMessage(gatewayNumber, incident, receivedMs);
    }

    /// <inheritdoc/>
    public virtual RepairView? FindRepair(long gatewayNumber)
    {
        Step();
        return inner.FindRepair(gatewayNumber);
    }

    /// <inheritdoc/>
    public virtual void SaveRepair(long gatewayNumber, RepairState state)
    {
        Step();
        inner.SaveRepair(gatewayNumber, state);
    }

    /// <inheritdoc/>
    public virtual void SaveCommandCounter(long gatewayNumber, long counter)
    {
        Step();
        inner.SaveCommandCounter(gatewayNumber, counter);
    }

    /// <inheritdoc/>
    public virtual IReadOnlyList<GoneRange> Gone(EpochKey key)
    {
        Step();
        return inner.Gone(key);
    }

    /// <inheritdoc/>
    public virtual void SaveGone(EpochKey key, GoneRange gone)
    {
        Step();
        inner.SaveGone(key, gone);
    }

    /// <inheritdoc/>
    public virtual IReadOnlyList<NumberRange> Holes(EpochKey key, long above, long through, int most)
    {
        Step();
        return inner.Holes(key, above, through, most);
    }

    /// <inheritdoc/>
    public virtual void Commit()
    {
        Step();
        inner.Commit();
    }

    /// <summary>Called before every step.</summary>
    protected virtual void Step()
    {
    }
}
