using System;
using System.Linq;
using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Bench.Measures;

/// <summary>
/// What a row costs in the device's interpreter, where time on the host says little: IL instructions executed, a call counting for
/// <see cref="StepCounter.CallWeight"/>. Without the calls of files and HMAC, which are native there.
/// </summary>
/// <param name="Append">Operations a row to append it: tail code, dense code, checks and seals included.</param>
/// <param name="JsonText">Operations to write the same row as JSON text.</param>
public sealed record Operations(double Append, double JsonText)
{
    /// <summary>Counts over the first 10,000 rows of a workload.</summary>
    public static Operations Of(Workload workload)
    {
        Workload rows = workload.Repeat(Math.Min(workload.Rows.Count, 10_000));
        CountedAssemblies counted = new(DeviceSources.AssembliesIn(AppContext.BaseDirectory), typeof(Operations).Assembly.Location);
        try
        {
            object sums = counted.Call(
                typeof(CountedRows).FullName!,
                nameof(CountedRows.Run),
                rows.Channels.Select(channel => channel.Name).ToArray(),
                rows.Channels.Select(channel => channel.Decimals).ToArray(),
                rows.Rows.Select(row => row.Seconds).ToArray(),
                rows.Rows.Select(row => row.Values).ToArray(),
                rows.Rows.Select(row => row.Qualities).ToArray(),
                rows.Rows.Select(row => row.EventBody).ToArray())!;
            (long append, long text) = ((long, long))sums;
            return new Operations((double)append / rows.Rows.Count, (double)text / rows.Rows.Count);
        }
        finally
        {
            counted.Unload();
        }
    }
}
