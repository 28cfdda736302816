using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Bench.Workloads;

/// <summary>Made-up workloads of other shapes than a few channels a minute. The same rows every time.</summary>
public static class Shapes
{
    /// <summary>Rows of each.</summary>
    public const int Rows = 10_000;

    /// <summary>All shapes.</summary>
    public static IEnumerable<Workload> All()
    {
        yield return Walk("1 channel each 10 s", 1, 10);
        yield return Walk("12 channels each minute", 12, 60);
        yield return IrregularEvents();
        yield return RainCounter();
        yield return Make("stuck sensor", 1, 60, (_, _, _) => 2318);
        yield return MissingForDays();
        yield return FullRange();
    }

    /// <summary>The worst case: values of which nothing can be told from the ones before.</summary>
    public static Workload FullRange() => Make("full-range random", 4, 60, (_, _, random) => random.Next(int.MinValue, int.MaxValue));

    private static Workload Walk(string name, int channels, int period)
    {
        int[] level = new int[channels];
        return Make(name, channels, period, (_, channel, random) =>
            level[channel] += random.Next(3) == 0 ? 0 : random.Next(-3 - channel, 4 + channel));
    }

    private static Workload RainCounter()
    {
        int tips = 0;
        return Make("rain counter", 1, 60, (row, _, random) => tips += row % 2000 < 90 ? random.Next(3) : 0);
    }

    private static Workload MissingForDays()
    {
        Workload walk = Walk("sensor missing for days", 4, 60);
        foreach (WorkloadRow row in walk.Rows.Skip(3000).Take(3 * 1440))
        {
            row.Values[1] = 0;
            row.Qualities[1] = JournalLimits.AbsentQuality;
        }

        return walk;
    }

    private static Workload IrregularEvents()
    {
        var random = new Random(7);
        var rows = new List<WorkloadRow>(Rows);
        var record = new Record();
        var body = new IncidentBody();
        long seconds = 0;
        int level = 0;
        for (int row = 0; row < Rows; row++)
        {
            seconds += (long)(-60 * Math.Log(1 - random.NextDouble())) + 1;
            if (random.Next(10) == 0)
            {
                body.Cause = (byte)random.Next(1, 9);
                body.FirstSequence = row;
                body.Write(record);
                rows.Add(new WorkloadRow(seconds, [], [], record.Body[..record.BodyLength]));
            }
            else
            {
                level += random.Next(-4, 5);
                rows.Add(new WorkloadRow(seconds, [level], [0]));
            }
        }

        return new Workload("irregular events", Channels(1), rows);
    }

    private static Workload Make(string name, int channels, int period, Func<int, int, Random, int> value)
    {
        var random = new Random(7);
        var rows = new List<WorkloadRow>(Rows);
        for (int row = 0; row < Rows; row++)
        {
            int index = row;
            rows.Add(new WorkloadRow(
                row * (long)period, [.. Enumerable.Range(0, channels).Select(i => value(index, i, random))], new byte[channels]));
        }

        return new Workload(name, Channels(channels), rows);
    }

    private static Channel[] Channels(int count) => [.. Enumerable.Range(0, count).Select(i => new Channel("channel" + i, "1", 0))];
}
