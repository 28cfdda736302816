using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Bench.Workloads;

/// <summary>Rows to store, in memory: scans of fixed channels, and events between them.</summary>
public sealed class Workload
{
    private readonly List<WorkloadRow> _rows;

    /// <summary>Makes a workload.</summary>
    /// <param name="name">What it is like, in a few words.</param>
    /// <param name="channels">The channels of its scans.</param>
    /// <param name="rows">Its rows; seconds do not fall.</param>
    public Workload(string name, IReadOnlyList<Channel> channels, IReadOnlyList<WorkloadRow> rows)
    {
        Name = name;
        Channels = channels;
        _rows = [.. rows];
        long[] steps = rows.Zip(rows.Skip(1), (one, next) => next.Seconds - one.Seconds).Order().ToArray();
        PeriodSeconds = steps.Length == 0 ? 60 : (int)Math.Clamp(steps[steps.Length / 2], 0, Buffering.JournalLimits.MaxPeriodSeconds);
    }

    /// <summary>What it is like.</summary>
    public string Name { get; }

    /// <summary>The channels of its scans.</summary>
    public IReadOnlyList<Channel> Channels { get; }

    /// <summary>Its rows.</summary>
    public IReadOnlyList<WorkloadRow> Rows => _rows;

    /// <summary>Usual seconds between rows: the median.</summary>
    public int PeriodSeconds { get; }

    /// <summary>Readings in all rows: one for each channel of each scan, absent or not.</summary>
    public long Readings => (long)_rows.Count(row => row.EventBody == null) * Channels.Count;

    /// <summary>Rows a day at the workload's own pace.</summary>
    public double RowsPerDay => 86400.0 * (_rows.Count - 1) / Math.Max(1, _rows[^1].Seconds - _rows[0].Seconds);

    /// <summary>The same rows again and again in time, or the first of them, until there are as many as asked for.</summary>
    public Workload Repeat(int count)
    {
        var rows = new List<WorkloadRow>(count);
        long lap = _rows[^1].Seconds - _rows[0].Seconds + Math.Max(1, PeriodSeconds);
        for (int i = 0; i < count; i++)
        {
            rows.Add(_rows[i % _rows.Count].Later(i / _rows.Count * lap));
        }

        return new Workload(Name, Channels, rows);
    }

    /// <summary>Fills a record with a row; the first row's time is 0.</summary>
    public void Fill(int index, Record record)
    {
        WorkloadRow row = _rows[index];
        if (row.EventBody != null)
        {
            record.SetEvent(RecordKind.Incident);
            row.EventBody.CopyTo(record.Body, 0);
            record.BodyLength = row.EventBody.Length;
        }
        else
        {
            record.SetScan(Channels.Count);
            for (int i = 0; i < Channels.Count; i++)
            {
                record.Values[i] = row.Values[i];
                record.Qualities[i] = row.Qualities[i];
            }
        }

        record.UptimeSeconds = (int)(row.Seconds - _rows[0].Seconds);
    }

    /// <summary>The channel set that belongs to the scans.</summary>
    public Record ChannelSet()
    {
        var body = new ChannelSetBody(Channels.Count) { PeriodSeconds = PeriodSeconds };
        for (int i = 0; i < Channels.Count; i++)
        {
            body.Names[i] = Channels[i].Name;
            body.Units[i] = Channels[i].Unit;
            body.Decimals[i] = (byte)Channels[i].Decimals;
        }

        var record = new Record();
        body.Write(record);
        return record;
    }
}
