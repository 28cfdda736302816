using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Cli.Inspection;

/// <summary>Counts what a journal's records say.</summary>
internal sealed class JournalStatistics : IRecordVisitor
{
    private readonly SortedDictionary<byte, long> _kinds = [];
    private readonly SortedSet<uint> _boots = [];

    /// <summary>Scans.</summary>
    public long Scans => _kinds.GetValueOrDefault(RecordKind.Scan);

    /// <summary>Values in them.</summary>
    public long Readings { get; private set; }

    /// <summary>Values not taken.</summary>
    public long Absent { get; private set; }

    /// <summary>Starts of the gateway that records belong to.</summary>
    public int Boots => _boots.Count;

    /// <summary>UTC of the first record that has one, in milliseconds since 1970; null when none has.</summary>
    public long? FirstUtcMs { get; private set; }

    /// <summary>UTC of the last record that has one.</summary>
    public long? LastUtcMs { get; private set; }

    /// <summary>Records by kind.</summary>
    public IReadOnlyDictionary<string, long> Kinds => _kinds.ToDictionary(kind => KindName(kind.Key), kind => kind.Value);

    public void Visit(Record record)
    {
        _kinds[record.Kind] = _kinds.GetValueOrDefault(record.Kind) + 1;
        _boots.Add(record.Boot);
        for (int i = 0; i < record.ChannelCount; i++)
        {
            bool absent = record.Qualities[i] == JournalLimits.AbsentQuality;
            Readings += absent ? 0 : 1;
            Absent += absent ? 1 : 0;
        }

        if (record.BootUtcMs != 0)
        {
            long utc = record.BootUtcMs + (record.UptimeSeconds * 1000L);
            FirstUtcMs = FirstUtcMs == null || utc < FirstUtcMs ? utc : FirstUtcMs;
            LastUtcMs = LastUtcMs == null || utc > LastUtcMs ? utc : LastUtcMs;
        }
    }

    private static string KindName(byte kind) => kind switch
    {
        RecordKind.Scan => "scan",
        RecordKind.Boot => "boot",
        RecordKind.Incident => "incident",
        RecordKind.TimeAnchor => "time-anchor",
        RecordKind.Configuration => "configuration",
        RecordKind.ChannelSet => "channel-set",
        RecordKind.Thinned => "thinned",
        RecordKind.Lost => "lost",
        _ => FormattableString.Invariant($"kind-{kind}"),
    };
}
