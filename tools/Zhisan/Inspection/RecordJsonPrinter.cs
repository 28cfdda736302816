using System;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Cli.Output;

namespace ZhiSan.Edge.Cli.Inspection;

/// <summary>Prints records for programs, one JSON object a line: scans as integers of their channels, events as the bytes of their body.</summary>
internal sealed class RecordJsonPrinter : IRecordVisitor
{
    public void Visit(Record record)
    {
        bool isScan = record.Kind == RecordKind.Scan;
        JsonLine.Write(new
        {
            seq = record.Sequence,
            kind = record.Kind,
            boot = record.Boot,
            uptimeSeconds = record.UptimeSeconds,
            utcMs = record.BootUtcMs == 0 ? (long?)null : record.BootUtcMs + (record.UptimeSeconds * 1000L),
            values = isScan
                ? Enumerable.Range(0, record.ChannelCount).Select(i => record.Qualities[i] == JournalLimits.AbsentQuality ? (int?)null : record.Values[i]).ToArray()
                : null,
            qualities = isScan ? record.Qualities.Take(record.ChannelCount).Select(quality => (int)quality).ToArray() : null,
            body = isScan ? null : Convert.ToHexStringLower(record.Body, 0, record.BodyLength),
        });
    }
}
