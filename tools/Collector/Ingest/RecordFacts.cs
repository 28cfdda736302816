using System.Collections.Generic;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Draws from the records of a page what they say beyond themselves: boots, anchors, channel sets, incidents, losses.
/// A body that does not read is counted; the record stays stored as it came.
/// </summary>
internal sealed class RecordFacts(ICollectorTransaction transaction, EpochKey key)
{
    private readonly Dictionary<uint, BootSpan> _boots = [];

    /// <summary>Takes the facts of a page; gives back what did not read.</summary>
    public IEnumerable<Rejection> Take(PageFacts page)
    {
        _boots.Clear();
        var rejections = new List<Rejection>();
        foreach (var record in page.Rows)
        {
            NoteBoot(record);
            if (!TakeEvent(record))
            {
                rejections.Add(new Rejection(RejectionReason.RecordBody, $"record {record.Sequence} of kind {record.Kind}"));
            }
        }

        foreach (var span in _boots.Values)
        {
            transaction.AddBootSpan(key, span);
        }

        foreach (var boot in _boots.Keys)
        {
            transaction.BoundBoots(key, boot);
        }

        return rejections;
    }

    private void NoteBoot(Record record)
    {
        if (!_boots.TryGetValue(record.Boot, out var span))
        {
            span = new BootSpan
            {
                Boot = record.Boot,
                FirstSequence = record.Sequence,
                LastSequence = record.Sequence,
                FirstUptimeSeconds = record.UptimeSeconds,
                LastUptimeSeconds = record.UptimeSeconds,
                BootUtcMs = 0,
                BootUtcSequence = 0,
            };
        }

        var learns = span.BootUtcMs == 0 && record.BootUtcMs != 0;
        _boots[record.Boot] = span with
        {
            LastSequence = record.Sequence,
            LastUptimeSeconds = record.UptimeSeconds,
            BootUtcMs = learns ? record.BootUtcMs : span.BootUtcMs,
            BootUtcSequence = learns ? record.Sequence : span.BootUtcSequence,
        };
    }

    private bool TakeEvent(Record record) => record.Kind switch
    {
        RecordKind.Boot => TakeBoot(record),
        RecordKind.TimeAnchor => TakeAnchor(record),
        RecordKind.ChannelSet => TakeChannelSet(record),
        RecordKind.Incident => TakeIncident(record),
        RecordKind.Lost => TakeLost(record),
        RecordKind.Thinned => TakeThinned(record),
        _ => true, // Scans, and kinds of later versions: kept as they are.
    };

    private bool TakeBoot(Record record)
    {
        var body = new BootBody();
        if (!body.Read(record))
        {
            return false;
        }

        transaction.AddBoot(key, record.Sequence, body);
        return true;
    }

    private bool TakeAnchor(Record record)
    {
        var body = new TimeAnchorBody();
        if (!body.Read(record))
        {
            return false;
        }

        transaction.AddAnchor(key, record.Sequence, record.Boot, body);
        return true;
    }

    private bool TakeChannelSet(Record record)
    {
        var body = new ChannelSetBody(0);
        if (!body.Read(record))
        {
            return false;
        }

        transaction.AddChannelSet(key, ChannelSetBody.Id(record), body);
        return true;
    }

    private bool TakeIncident(Record record)
    {
        var body = new IncidentBody();
        if (!body.Read(record))
        {
            return false;
        }

        transaction.AddIncident(key, record, body);
        return true;
    }

    // A tombstone speaks of numbers before its own: one that claims the future would let the watermark run ahead of the data.
    private bool TakeLost(Record record)
    {
        var body = new LostBody();
        if (!body.Read(record) || body.LastSequence >= record.Sequence)
        {
            return false;
        }

        var kind = body.Cause == LossCause.TornWrite ? LossKind.Torn : LossKind.Lost;
        transaction.AddLoss(key, record.Sequence, kind, body.Cause, body.FirstSequence, body.LastSequence);
        return true;
    }

    private bool TakeThinned(Record record)
    {
        var body = new ThinnedBody();
        if (!body.Read(record) || body.LastSequence >= record.Sequence)
        {
            return false;
        }

        transaction.AddLoss(key, record.Sequence, LossKind.Thinned, LossCause.RingFull, body.FirstSequence, body.LastSequence);
        transaction.AddThinned(key, record.Sequence, body);
        return true;
    }
}
