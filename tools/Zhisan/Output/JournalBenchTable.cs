using System;
using System.IO;
using ZhiSan.Edge.Bench;
using ZhiSan.Edge.Bench.Peers;

namespace ZhiSan.Edge.Cli.Output;

/// <summary>The journal's bench as people read it, within 100 columns.</summary>
internal static class JournalBenchTable
{
    /// <summary>Writes the tables.</summary>
    public static void Write(TextWriter output, JournalBenchResult result)
    {
        output.WriteLine(FormattableString.Invariant(
            $"{result.Data}: {result.Rows} rows, {result.Channels} channels, one each {result.PeriodSeconds} s; {result.SyncEvery} row(s) durable together"));
        output.WriteLine();
        output.WriteLine("way to store it                bytes/reading    bytes/row   days in 200 KiB");
        WriteWay(output, "journal, outage", result.BytesPerReading, result.BytesPerRow, result.DaysIn200KiB);
        double onlineRow = result.BytesPerReadingOnline * (result.BytesPerRow / result.BytesPerReading);
        WriteWay(output, "journal, sealed each 15 min", result.BytesPerReadingOnline, onlineRow, result.DaysIn200KiB * result.BytesPerRow / onlineRow);
        foreach (PeerFigures peer in result.Peers)
        {
            WriteWay(output, peer.Name, peer.BytesPerReading, peer.BytesPerRow, peer.DaysIn200KiB);
        }

        output.WriteLine();
        Line(output, "entropy of order 0", FormattableString.Invariant($"{result.EntropyBytesPerReading:0.000} bytes/reading; the journal takes {result.RatioToEntropy:0.000} times that"));
        Line(output, "rows per page, outage", FormattableString.Invariant($"{result.RowsPerPage:0}"));
        Line(output, "writes per row", FormattableString.Invariant($"{result.StoreWritesPerRow:0.000}, a tail of at most {result.LongestTailBytes} bytes each"));
        Line(output, "segment appends", FormattableString.Invariant($"{result.SegmentAppendsPerRow:0.0000} per row: one each {result.RowsPerSegmentAppend:0.0} rows"));
        Line(output, "ring of 200 KiB", FormattableString.Invariant($"{result.DaysUntilThinned:0.0} days of outage until the first record is thinned, one segment kept spare"));
        Line(output, "start, that ring full", FormattableString.Invariant(
            $"reads {result.RecoveryBytesRead} bytes of {result.RecoverySegments} segments (tails and newest segment hold {result.RecoveryBytesBound})"));
        Line(output, "start, ring of 50 KiB", FormattableString.Invariant($"reads {result.RecoveryBytesReadSmallRing} bytes"));
        Line(output, "allocated per row", FormattableString.Invariant(
            $"{result.AllocatedBytesPerRow:0.###} bytes, HMAC excepted; {result.AllocatedBytesPerSegment:0} per segment begun or entered: its name"));
        Line(output, "append, decode", FormattableString.Invariant($"{result.AppendMicroseconds:0.00} us, {result.DecodeMicroseconds:0.00} us per row"));
        Line(output, "the same row to JSON", FormattableString.Invariant(
            $"{result.JsonTextMicroseconds:0.00} us as text, {result.JsonSerializerMicroseconds:0.00} us by the serialiser"));
        Line(output, "on the interpreter", FormattableString.Invariant(
            $"append {result.AppendOperations:0} operations a row, the row to JSON text {result.JsonTextOperations:0}; files and HMAC not counted"));
        output.WriteLine();
        output.WriteLine("other shapes, outage          rows  channels  bytes/reading  entropy  of plain size");
        foreach (ShapeFigures shape in result.Shapes)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{shape.Name,-26} {shape.Rows,7} {shape.Channels,9} {shape.BytesPerReading,14:0.000} {shape.EntropyBytesPerReading,8:0.000} {shape.RatioToRaw,14:P1}"));
        }
    }

    private static void WriteWay(TextWriter output, string name, double perReading, double perRow, double days) =>
        output.WriteLine(FormattableString.Invariant($"{name,-28} {perReading,15:0.000} {perRow,12:0.00} {days,17:0.0}"));

    private static void Line(TextWriter output, string name, string text) => output.WriteLine($"{name,-22} {text}");
}
