using System.Linq;
using ZhiSan.Edge.Bench.Peers;
using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Messages;
using ZhiSan.Edge.NanoCheck;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Bench.Measures;

/// <summary>Runs in a copy of this assembly that is bound to counting copies of the portable ones; takes and gives only types of the run time.</summary>
internal static class CountedRows
{
    /// <summary>Appends all rows to a journal, then writes each as JSON text; the operations of both.</summary>
    public static (long Append, long JsonText) Run(
        string[] names, int[] decimals, long[] seconds, int[][] values, byte[][] qualities, byte[]?[] events)
    {
        var workload = new Workload(
            "counted",
            [.. names.Select((name, i) => new Channel(name, "1", decimals[i]))],
            [.. seconds.Select((at, row) => new WorkloadRow(at, values[row], qualities[row], events[row]))]);
        var run = new JournalRun(workload);
        var record = new Record();
        long append = 0;
        for (int row = 0; row < seconds.Length; row++)
        {
            workload.Fill(row, record);
            long begun = StepCounter.Count;
            run.Journal.Append(record);
            append += StepCounter.Count - begun;
        }

        var text = new JsonRow(workload);
        var buffer = new TextBuffer(4096);
        long before = StepCounter.Count;
        for (int row = 0; row < seconds.Length; row++)
        {
            text.Write(row, buffer);
        }

        return (append, StepCounter.Count - before);
    }
}
