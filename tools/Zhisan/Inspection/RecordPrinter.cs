using System;
using System.Globalization;
using System.Text;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Cli.Inspection;

/// <summary>Prints records, one line each, as a person reads them.</summary>
internal sealed class RecordPrinter : IRecordVisitor
{
    private readonly StringBuilder _line = new();
    private ChannelSetBody? _channels;

    public void Visit(Record record)
    {
        _line.Clear();
        _line.Append(CultureInfo.InvariantCulture, $"{record.Sequence,8}  ");
        _line.Append(record.BootUtcMs == 0
            ? $"boot {record.Boot} +{TimeSpan.FromSeconds(record.UptimeSeconds):d\\.hh\\:mm\\:ss}".PadRight(20)
            : DateTimeOffset.FromUnixTimeMilliseconds(record.BootUtcMs).AddSeconds(record.UptimeSeconds).ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture));
        _line.Append("  ");
        Describe(record);
        Console.WriteLine(_line);
    }

    private void Describe(Record record)
    {
        switch (record.Kind)
        {
            case RecordKind.Scan:
                DescribeScan(record);
                break;

            case RecordKind.Boot:
                var boot = new BootBody();
                _line.Append(boot.Read(record)
                    ? $"boot {boot.Boot}, before: {StopName(boot.PreviousStop)}, firmware {boot.Firmware} {boot.Detail}"
                    : "boot, malformed");
                break;

            case RecordKind.Incident:
                var incident = new IncidentBody();
                _line.Append(!incident.Read(record) ? "incident, malformed"
                    : incident.IsEnd ? $"incident {incident.BeginSequence} ended: {IncidentCause.Name(incident.Cause)}, {incident.DurationSeconds} s, "
                        + $"records {incident.FirstSequence}..{incident.LastSequence}"
                    : $"incident begins: {IncidentCause.Name(incident.Cause)}");
                break;

            case RecordKind.TimeAnchor:
                var anchor = new TimeAnchorBody();
                _line.Append(anchor.Read(record) ? $"time anchor: uptime {anchor.UptimeMs} ms is {anchor.UtcMs} ms UTC, step {anchor.StepMs} ms" : "time anchor, malformed");
                break;

            case RecordKind.Configuration:
                var change = new ConfigurationBody();
                _line.Append(change.Read(record) ? $"configuration {change.Revision}: {change.Key} = {change.Value}" : "configuration, malformed");
                break;

            case RecordKind.ChannelSet:
                var channels = new ChannelSetBody(0);
                if (channels.Read(record))
                {
                    _channels = channels;
                    _line.Append($"channels {ChannelSetBody.Id(record):x6}:");
                    for (int i = 0; i < channels.Count; i++)
                    {
                        _line.Append($" {channels.Names[i]}[{channels.Units[i]}]");
                    }
                }
                else
                {
                    _line.Append("channels, malformed");
                }

                break;

            case RecordKind.Thinned:
                var thinned = new ThinnedBody();
                _line.Append(thinned.Read(record) ? $"thinned: records {thinned.FirstSequence}..{thinned.LastSequence}" : "thinned, malformed");
                break;

            case RecordKind.Lost:
                var lost = new LostBody();
                _line.Append(lost.Read(record) ? $"lost: records {lost.FirstSequence}..{lost.LastSequence}, cause {lost.Cause}" : "lost, malformed");
                break;

            case RecordKind.Note:
                var note = new NoteBody();
                _line.Append(note.Read(record) ? $"note ({(note.Source == NoteBody.FromAcceptance ? "acceptance" : "technician")}): {Encoding.UTF8.GetString(note.Text)}" : "note, malformed");
                break;

            default:
                _line.Append($"kind {record.Kind}, {record.BodyLength} bytes");
                break;
        }
    }

    private void DescribeScan(Record record)
    {
        for (int i = 0; i < record.ChannelCount; i++)
        {
            bool named = _channels != null && i < _channels.Count;
            _line.Append(i == 0 ? string.Empty : "  ").Append(named ? _channels!.Names[i] : $"channel{i}").Append(' ');
            byte quality = record.Qualities[i];
            if (quality == JournalLimits.AbsentQuality)
            {
                _line.Append('-');
                continue;
            }

            int decimals = named ? _channels!.Decimals[i] : 0;
            _line.Append((record.Values[i] / Power(decimals)).ToString("F" + decimals, CultureInfo.InvariantCulture));
            if (quality != 0)
            {
                _line.Append(CultureInfo.InvariantCulture, $"(q{quality})");
            }
        }
    }

    private static decimal Power(int decimals)
    {
        decimal power = 1;
        for (int i = 0; i < decimals; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static string StopName(byte cause) => cause switch
    {
        StopCause.FirstBoot => "nothing, first boot",
        StopCause.Power => "power cut",
        StopCause.Clean => "clean stop",
        StopCause.Panic => "panic",
        _ => $"cause {cause}",
    };
}
