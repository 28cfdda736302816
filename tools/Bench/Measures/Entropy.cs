using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Bench.Workloads;

namespace ZhiSan.Edge.Bench.Measures;

/// <summary>
/// How many bytes a reading holds by C. E. Shannon's measure of order 0: entropy of the first differences of time and of each
/// channel, summed, over 8 x channels. Events are left out.
/// </summary>
public static class Entropy
{
    /// <summary>Computes it.</summary>
    public static double BytesPerReading(Workload workload)
    {
        WorkloadRow[] scans = workload.Rows.Where(row => row.EventBody == null).ToArray();
        double bits = Bits(scans.Select(row => row.Seconds));
        for (int i = 0; i < workload.Channels.Count; i++)
        {
            int channel = i;
            bits += Bits(scans.Select(row => (long)row.Values[channel]));
        }

        return bits / (8 * workload.Channels.Count);
    }

    private static double Bits(IEnumerable<long> series)
    {
        var counts = new Dictionary<long, int>();
        long? last = null;
        int total = 0;
        foreach (long value in series)
        {
            if (last is { } before)
            {
                counts[value - before] = counts.GetValueOrDefault(value - before) + 1;
                total++;
            }

            last = value;
        }

        return counts.Values.Sum(count => (double)count / total * Math.Log2((double)total / count));
    }
}
