using System;
using System.Collections.Generic;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Collector;

/// <summary>All changes that follow from one message. They become durable together, or not at all.</summary>
public interface ICollectorTransaction : IDisposable
{
    /// <summary>The number of a gateway, which is added when it is new.</summary>
    long GatewayNumber(GatewayId id);

    /// <summary>The epoch that the gateway's newest pages came from; 0 when there are none.</summary>
    uint CurrentEpoch(long gatewayNumber);

    /// <summary>Notes the epoch that the gateway's newest pages come from.</summary>
    void SetCurrentEpoch(EpochKey key);

    /// <summary>Reads what is known of an epoch; null when it is new.</summary>
    EpochState? FindEpoch(EpochKey key);

    /// <summary>Writes what is known of an epoch.</summary>
    void SaveEpoch(EpochKey key, EpochState state, long receivedMs);

    /// <summary>The page with the largest first number that is not above the given one.</summary>
    StoredPage? PageAtOrBefore(EpochKey key, long sequence);

    /// <summary>The page with the smallest first number above the given one.</summary>
    StoredPage? PageAfter(EpochKey key, long sequence);

    /// <summary>The bytes of the stored page that begins with the number, as they came.</summary>
    byte[] RawPage(EpochKey key, long firstSequence);

    /// <summary>
    /// The end of the loss ranges that begin at or below <paramref name="through"/> + 1; 0 when there is none beyond it.
    /// </summary>
    long LossReach(EpochKey key, long through);

    /// <summary>Adds a page with its records and readings.</summary>
    void AddPage(EpochKey key, PageFacts page, long receivedMs);

    /// <summary>Adds what a page says about a boot.</summary>
    void AddBootSpan(EpochKey key, BootSpan span);

    /// <summary>Works out again what follows from news about a boot for boots that never learned UTC.</summary>
    void BoundBoots(EpochKey key, uint boot);

    /// <summary>Adds the facts of a boot record.</summary>
    void AddBoot(EpochKey key, long sequence, BootBody body);

    /// <summary>Adds a time anchor of a boot.</summary>
    void AddAnchor(EpochKey key, long sequence, uint boot, TimeAnchorBody body);

    /// <summary>Adds the definition of a channel set.</summary>
    void AddChannelSet(EpochKey key, int id, ChannelSetBody body);

    /// <summary>Adds the beginning or the end of an incident.</summary>
    void AddIncident(EpochKey key, Record record, IncidentBody body);

    /// <summary>Adds a range of numbers that will not come.</summary>
    void AddLoss(EpochKey key, long sequence, LossKind kind, byte cause, long firstSequence, long lastSequence);

    /// <summary>Adds the statistics that are left of a thinned range.</summary>
    void AddThinned(EpochKey key, long sequence, ThinnedBody body);

    /// <summary>Adds a break of the chain before the page that begins with the number.</summary>
    void AddChainBreak(EpochKey key, long firstSequence, byte[] expectedMac, byte[] foundMac, long receivedMs);

    /// <summary>Counts a sign that two gateways share an identity.</summary>
    void CountConflict(EpochKey key, string kind, string detail, long receivedMs);

    /// <summary>
    /// Counts a rejection. A gateway that is not in the store is counted as a stranger; null is a topic without a gateway.
    /// </summary>
    void CountRejection(GatewayId? id, Rejection rejection, long receivedMs);

    /// <summary>Keeps the state of a gateway; null when it is no longer known.</summary>
    void SaveState(long gatewayNumber, string? state, long receivedMs);

    /// <summary>Keeps the last heartbeat of a gateway.</summary>
    void SaveHeartbeat(long gatewayNumber, HeartbeatFacts heartbeat, long receivedMs);

    /// <summary>Keeps an incident message.</summary>
    void SaveIncidentMessage(long gatewayNumber, IncidentFacts incident, long receivedMs);

    /// <summary>What is known of a gateway for repairing; null when it is new.</summary>
    RepairView? FindRepair(long gatewayNumber);

    /// <summary>Notes the last request for missing records.</summary>
    void SaveRepair(long gatewayNumber, RepairState state);

    /// <summary>Notes the counter of the last command to a gateway.</summary>
    void SaveCommandCounter(long gatewayNumber, long counter);

    /// <summary>Ranges of which the gateway said that it no longer has them, in order.</summary>
    IReadOnlyList<GoneRange> Gone(EpochKey key);

    /// <summary>Notes a range of which the gateway says that it no longer has it.</summary>
    void SaveGone(EpochKey key, GoneRange gone);

    /// <summary>
    /// Numbers above <paramref name="above"/> that are neither here nor accounted for, up to the last page here or
    /// <paramref name="through"/>; the first few ranges, in order.
    /// </summary>
    IReadOnlyList<NumberRange> Holes(EpochKey key, long above, long through, int most);

    /// <summary>Makes all of it durable.</summary>
    /// <exception cref="CollectorStoreException">The store failed, and nothing was kept.</exception>
    void Commit();
}
