using System;
using System.Collections.Generic;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Simulator;

/// <summary>A transaction of <see cref="WatchedStore"/>.</summary>
internal sealed class WatchedTransaction(WatchedStore store, World world, ICollectorTransaction inner) : TransactionLayer(inner)
{
    private readonly List<(EpochKey Key, Record Record)> _records = [];
    private readonly List<Action> _facts = [];

    /// <inheritdoc/>
    public override void AddPage(EpochKey key, PageFacts page, long receivedMs)
    {
        base.AddPage(key, page, receivedMs);
        foreach (var record in page.Rows)
        {
            _records.Add((key, store.Keep(record)));
        }
    }

    /// <inheritdoc/>
    public override void AddChannelSet(EpochKey key, int id, ChannelSetBody body)
    {
        base.AddChannelSet(key, id, body);
        _facts.Add(() => store.Gateway(key).Oracle.Defined(body));
    }

    /// <inheritdoc/>
    public override void AddLoss(EpochKey key, long sequence, LossKind kind, byte cause, long firstSequence, long lastSequence)
    {
        base.AddLoss(key, sequence, kind, cause, firstSequence, lastSequence);
        _facts.Add(() =>
        {
            var gateway = store.Gateway(key);
            world.Trace.Note(gateway.Name, "the platform knows why these will not come:", firstSequence, lastSequence);
            gateway.Oracle.Lost(key.Epoch, firstSequence, lastSequence, cause, kind == LossKind.Thinned);
        });
    }

    /// <inheritdoc/>
    public override void AddThinned(EpochKey key, long sequence, ThinnedBody body)
    {
        base.AddThinned(key, sequence, body);
        _facts.Add(() => store.Gateway(key).Oracle.Thinned(body));
    }

    /// <inheritdoc/>
    public override void SaveEpoch(EpochKey key, EpochState state, long receivedMs)
    {
        base.SaveEpoch(key, state, receivedMs);
        _facts.Add(() =>
        {
            var truth = store.Gateway(key).Oracle.Epoch(key.Epoch);
            truth.HeldFrom = Math.Max(truth.HeldFrom, state.HeldFrom);
        });
    }

    /// <inheritdoc/>
    public override void CountRejection(GatewayId? id, Rejection rejection, long receivedMs)
    {
        base.CountRejection(id, rejection, receivedMs);
        _facts.Add(() => world.Rejected(id, rejection));
    }

    /// <inheritdoc/>
    public override void Commit()
    {
        if (store.Failures > 0)
        {
            store.Failures--;
            throw new CollectorStoreException("the disk is full", false, new InvalidOperationException());
        }

        base.Commit();
        foreach (var (key, record) in _records)
        {
            var content = record.Kind == RecordKind.Scan
                ? GatewayOracle.Content(record.Boot, record.UptimeSeconds, record.ChannelCount, record.Values, record.Qualities) : 0;
            world.Trace.Mix((ulong)record.Sequence ^ content);
            var gateway = store.Gateway(key);
            if (record.Kind != RecordKind.Scan)
            {
                world.Trace.Note(gateway.Name, $"the platform has the {Kind(record.Kind)} record of boot {record.Boot}, no.", record.Sequence);
            }

            gateway.Oracle.Committed(key.Epoch, record, content);
        }

        foreach (var fact in _facts)
        {
            fact();
        }

        if (store.CrashIn == 0)
        {
            world.Coverage.Reach("collector crash behind commit");
            throw new CollectorCrashException();
        }
    }

    private static string Kind(byte kind) => kind switch
    {
        RecordKind.Boot => "boot",
        RecordKind.Incident => "incident",
        RecordKind.TimeAnchor => "time anchor",
        RecordKind.Configuration => "configuration",
        RecordKind.ChannelSet => "channel set",
        RecordKind.Thinned => "thinned",
        RecordKind.Lost => "lost",
        RecordKind.Note => "note",
        _ => "unknown",
    };

    /// <inheritdoc/>
    protected override void Step()
    {
        if (store.CrashIn == 0)
        {
            world.Coverage.Reach("collector crash before commit");
            throw new CollectorCrashException();
        }

        store.CrashIn -= store.CrashIn > 0 ? 1 : 0;
    }
}
