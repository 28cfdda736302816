using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;
using ZhiSan.Edge.VirtualGateway.CsvReplay;

namespace ZhiSan.Edge.Bench.Workloads;

/// <summary>The main workload: a recording with its own times, or, when there is none, the demo sensor's week.</summary>
public static class RecordedWorkload
{
    private const int DemoRows = 7 * 1440;
    private const int DemoChannels = 4;
    private const long DemoStartMs = 1_748_736_000_000;

    /// <summary>The rows of a recording, jitter included.</summary>
    public static Workload Of(CsvRecording recording, string name)
    {
        int channels = recording.Channels.Count;
        var rows = new List<WorkloadRow>(recording.RowCount);
        for (int row = 0; row < recording.RowCount; row++)
        {
            int index = row;
            rows.Add(new WorkloadRow(
                recording.GetUtcMs(row) / 1000,
                [.. Enumerable.Range(0, channels).Select(i => recording.GetValue(index, i))],
                [.. Enumerable.Range(0, channels).Select(i => recording.IsPresent(index, i) ? (byte)0 : JournalLimits.AbsentQuality)]));
        }

        return new Workload(name, recording.Channels, rows);
    }

    /// <summary>A week of the demo sensor, four channels, one row a minute.</summary>
    public static Workload Demo()
    {
        var sensor = new DemoSensor(1, DemoStartMs, DemoChannels);
        var scan = new Scan(DemoChannels);
        var rows = new List<WorkloadRow>(DemoRows);
        for (int row = 0; row < DemoRows; row++)
        {
            sensor.Start(row * 60_000L);
            sensor.Poll(row * 60_000L, scan, 0);
            rows.Add(new WorkloadRow(row * 60L, (int[])scan.Values.Clone(), (byte[])scan.Qualities.Clone()));
        }

        return new Workload("demo sensor", [.. Enumerable.Range(0, DemoChannels).Select(sensor.GetChannel)], rows);
    }
}
