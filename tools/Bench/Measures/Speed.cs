using System;
using System.Diagnostics;
using System.Text.Json;
using ZhiSan.Edge.Bench.Peers;
using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Messages;

namespace ZhiSan.Edge.Bench.Measures;

/// <summary>
/// Times the journal and, on the same rows, their serialisation to JSON: once by text written byte by byte, which is what managed code on
/// the device could do at best, once by the run time's own serialiser, which has no such code there.
/// </summary>
public sealed class Speed
{
    private const int Rounds = 5;

    /// <summary>Microseconds a row to append: tail code, dense code, checks, MAC and store calls in memory.</summary>
    public double AppendMicroseconds { get; private set; } = double.MaxValue;

    /// <summary>Microseconds a row to read pages back and decode them.</summary>
    public double DecodeMicroseconds { get; private set; } = double.MaxValue;

    /// <summary>Microseconds a row to write it as JSON text, byte by byte.</summary>
    public double JsonTextMicroseconds { get; private set; } = double.MaxValue;

    /// <summary>Microseconds a row to serialise an object with the run time's serialiser.</summary>
    public double JsonSerializerMicroseconds { get; private set; } = double.MaxValue;

    /// <summary>Measures: the best of some rounds, so that what else the machine does counts little.</summary>
    public static Speed Of(Workload workload)
    {
        Workload rows = workload.Repeat(Math.Min(workload.Rows.Count, 10_000));
        var speed = new Speed();
        for (int round = 0; round < Rounds; round++)
        {
            speed.Round(rows);
        }

        return speed;
    }

    private void Round(Workload workload)
    {
        int rows = workload.Rows.Count;
        var run = new JournalRun(workload);
        long started = Stopwatch.GetTimestamp();
        for (int row = 0; row < rows; row++)
        {
            run.Append(row);
        }

        run.Journal.Seal();
        AppendMicroseconds = Math.Min(AppendMicroseconds, Microseconds(started, rows));

        started = Stopwatch.GetTimestamp();
        run.ReadAll(new Nobody());
        DecodeMicroseconds = Math.Min(DecodeMicroseconds, Microseconds(started, rows));

        var text = new JsonRow(workload);
        var buffer = new TextBuffer(4096);
        started = Stopwatch.GetTimestamp();
        for (int row = 0; row < rows; row++)
        {
            text.Write(row, buffer);
        }

        JsonTextMicroseconds = Math.Min(JsonTextMicroseconds, Microseconds(started, rows));

        started = Stopwatch.GetTimestamp();
        for (int row = 0; row < rows; row++)
        {
            JsonSerializer.Serialize(workload.Rows[row]);
        }

        JsonSerializerMicroseconds = Math.Min(JsonSerializerMicroseconds, Microseconds(started, rows));
    }

    private static double Microseconds(long started, int rows) => Stopwatch.GetElapsedTime(started).TotalMicroseconds / rows;

    private sealed class Nobody : IRecordVisitor
    {
        public void Visit(Record record)
        {
        }
    }
}
