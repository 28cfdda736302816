using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Simulator;

/// <summary>A transaction of the simulated database: what it changed is undone unless it is committed.</summary>
/// <param name="database">The database.</param>
internal sealed class SimTransaction(SimDatabase database) : ICollectorTransaction
{
    private readonly Stack<Action> _undo = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_undo.TryPop(out var undo))
        {
            undo();
        }
    }

    /// <inheritdoc/>
    public void Commit() => _undo.Clear();

    /// <inheritdoc/>
    public long GatewayNumber(GatewayId id) => database.Row(id).Number;

    /// <inheritdoc/>
    public uint CurrentEpoch(long gatewayNumber) => database.Row(gatewayNumber).CurrentEpoch;

    /// <inheritdoc/>
    public void SetCurrentEpoch(EpochKey key)
    {
        var row = database.Row(key.GatewayNumber);
        var before = row.CurrentEpoch;
        row.CurrentEpoch = key.Epoch;
        _undo.Push(() => row.CurrentEpoch = before);
    }

    /// <inheritdoc/>
    public EpochState? FindEpoch(EpochKey key) => EpochOf(key).State;

    /// <inheritdoc/>
    public void SaveEpoch(EpochKey key, EpochState state, long receivedMs)
    {
        var epoch = EpochOf(key);
        var before = epoch.State;
        epoch.State = state;
        _undo.Push(() => epoch.State = before);
    }

    /// <inheritdoc/>
    public StoredPage? PageAtOrBefore(EpochKey key, long sequence)
    {
        var epoch = EpochOf(key);
        var index = epoch.IndexAtOrBefore(sequence);
        return index < 0 ? null : epoch.Pages.GetValueAtIndex(index);
    }

    /// <inheritdoc/>
    public StoredPage? PageAfter(EpochKey key, long sequence)
    {
        var epoch = EpochOf(key);
        var index = epoch.IndexAtOrBefore(sequence) + 1;
        return index < epoch.Pages.Count ? epoch.Pages.GetValueAtIndex(index) : null;
    }

    /// <inheritdoc/>
    public byte[] RawPage(EpochKey key, long firstSequence) => EpochOf(key).Raw[firstSequence];

    /// <inheritdoc/>
    public long LossReach(EpochKey key, long through)
    {
        var reach = 0L;
        foreach (var loss in EpochOf(key).Losses)
        {
            reach = loss.Last > through && loss.First <= through + 1 && loss.Last > reach ? loss.Last : reach;
        }

        return reach;
    }

    /// <inheritdoc/>
    public void AddPage(EpochKey key, PageFacts page, long receivedMs)
    {
        var epoch = EpochOf(key);
        epoch.Pages.Add(page.FirstSequence, new StoredPage(page.FirstSequence, page.LastSequence, page.Mac, page.PreviousMac));
        epoch.Raw.Add(page.FirstSequence, page.Raw);
        _undo.Push(() =>
        {
            epoch.Pages.Remove(page.FirstSequence);
            epoch.Raw.Remove(page.FirstSequence);
        });
    }

    /// <inheritdoc/>
    public void AddBootSpan(EpochKey key, BootSpan span)
    {
    }

    /// <inheritdoc/>
    public void BoundBoots(EpochKey key, uint boot)
    {
    }

    /// <inheritdoc/>
    public void AddBoot(EpochKey key, long sequence, BootBody body)
    {
    }

    /// <inheritdoc/>
    public void AddAnchor(EpochKey key, long sequence, uint boot, TimeAnchorBody body)
    {
    }

    /// <inheritdoc/>
    public void AddChannelSet(EpochKey key, int id, ChannelSetBody body)
    {
    }

    /// <inheritdoc/>
    public void AddIncident(EpochKey key, Record record, IncidentBody body)
    {
    }

    /// <inheritdoc/>
    public void AddLoss(EpochKey key, long sequence, LossKind kind, byte cause, long firstSequence, long lastSequence)
    {
        var losses = EpochOf(key).Losses;
        losses.Add(new NumberRange(firstSequence, lastSequence));
        _undo.Push(() => losses.RemoveAt(losses.Count - 1));
    }

    /// <inheritdoc/>
    public void AddThinned(EpochKey key, long sequence, ThinnedBody body)
    {
    }

    /// <inheritdoc/>
    public void AddChainBreak(EpochKey key, long firstSequence, byte[] expectedMac, byte[] foundMac, long receivedMs)
    {
    }

    /// <inheritdoc/>
    public void CountConflict(EpochKey key, string kind, string detail, long receivedMs)
    {
    }

    /// <inheritdoc/>
    public void CountRejection(GatewayId? id, Rejection rejection, long receivedMs)
    {
        database.Rejections[rejection.Reason] = database.Rejections.GetValueOrDefault(rejection.Reason) + 1;
        _undo.Push(() => database.Rejections[rejection.Reason]--);
    }

    /// <inheritdoc/>
    public void SaveState(long gatewayNumber, string? state, long receivedMs)
    {
        var row = database.Row(gatewayNumber);
        var before = row.IsOnline;
        row.IsOnline = state == "online";
        _undo.Push(() => row.IsOnline = before);
    }

    /// <inheritdoc/>
    public void SaveHeartbeat(long gatewayNumber, HeartbeatFacts heartbeat, long receivedMs)
    {
        var row = database.Row(gatewayNumber);
        var (before, freed) = (row.Heartbeat, row.Freed);
        row.Freed = before?.Epoch == heartbeat.Epoch ? Math.Max(freed, heartbeat.Freed) : heartbeat.Freed;
        row.Heartbeat = heartbeat;
        _undo.Push(() => (row.Heartbeat, row.Freed) = (before, freed));
    }

    /// <inheritdoc/>
    public void SaveIncidentMessage(long gatewayNumber, IncidentFacts incident, long receivedMs)
    {
    }

    /// <inheritdoc/>
    public RepairView? FindRepair(long gatewayNumber)
    {
        var row = database.Row(gatewayNumber);
        return new RepairView
        {
            GatewayNumber = gatewayNumber,
            IsOnline = row.IsOnline,
            Epoch = row.Heartbeat?.Epoch ?? row.CurrentEpoch,
            Freed = row.Freed,
            Acked = row.Heartbeat?.Acked ?? 0,
            HeartbeatCounter = row.Heartbeat?.CommandCounter ?? 0,
            Counter = row.Counter,
            Last = row.Repair,
        };
    }

    /// <inheritdoc/>
    public void SaveRepair(long gatewayNumber, RepairState state)
    {
        var row = database.Row(gatewayNumber);
        var before = row.Repair;
        row.Repair = state;
        _undo.Push(() => row.Repair = before);
    }

    /// <inheritdoc/>
    public void SaveCommandCounter(long gatewayNumber, long counter)
    {
        var row = database.Row(gatewayNumber);
        var before = row.Counter;
        row.Counter = Math.Max(before, counter);
        _undo.Push(() => row.Counter = before);
    }

    /// <inheritdoc/>
    public IReadOnlyList<GoneRange> Gone(EpochKey key) =>
        [.. EpochOf(key).Gone.Values.OrderBy(gone => gone.Range.First).ThenBy(gone => gone.Range.Last)];

    /// <inheritdoc/>
    public void SaveGone(EpochKey key, GoneRange gone)
    {
        var ranges = EpochOf(key).Gone;
        var before = ranges.GetValueOrDefault(gone.Range);
        ranges[gone.Range] = gone;
        _undo.Push(() =>
        {
            if (before is null)
            {
                ranges.Remove(gone.Range);
            }
            else
            {
                ranges[gone.Range] = before;
            }
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<NumberRange> Holes(EpochKey key, long above, long through, int most)
    {
        var epoch = EpochOf(key);
        var from = epoch.IndexAtOrBefore(above);
        var next = Math.Max(above, from < 0 ? 0 : epoch.Pages.GetValueAtIndex(from).LastSequence) + 1;
        var there = new List<NumberRange>();
        for (var i = from + 1; i < epoch.Pages.Count; i++)
        {
            var page = epoch.Pages.GetValueAtIndex(i);
            there.Add(new NumberRange(page.FirstSequence, page.LastSequence));
        }

        there.AddRange(epoch.Losses.Where(loss => loss.Last > above));
        var holes = new List<NumberRange>();
        foreach (var range in there.OrderBy(range => range.First))
        {
            if (range.First > next)
            {
                holes.Add(new NumberRange(next, range.First - 1));
            }

            next = Math.Max(next, range.Last + 1);
            if (holes.Count >= most)
            {
                return holes;
            }
        }

        if (next <= through)
        {
            holes.Add(new NumberRange(next, through));
        }

        return holes;
    }

    private SimEpoch EpochOf(EpochKey key) => database.Row(key.GatewayNumber).Epoch(key.Epoch);
}
