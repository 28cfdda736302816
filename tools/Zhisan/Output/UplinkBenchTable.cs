using System;
using System.IO;
using ZhiSan.Edge.Bench.Uplink;

namespace ZhiSan.Edge.Cli.Output;

/// <summary>The uplink's bench as people read it, within 100 columns.</summary>
internal static class UplinkBenchTable
{
    /// <summary>Writes the table.</summary>
    public static void Write(TextWriter output, UplinkBenchResult result)
    {
        output.WriteLine(FormattableString.Invariant(
            $"simulated line: {result.LineBytesPerSecond} bytes/s, {result.RoundTripMs} ms round trip; backlog {result.BacklogRecords} records, {result.BacklogBytes} bytes of pages"));
        output.WriteLine();
        Line(output, "drain", FormattableString.Invariant($"{result.DrainSeconds:0.0} s, {result.DrainMessages} messages, {result.DuplicatesSent} records sent twice"));
        Line(output, "on the wire", FormattableString.Invariant($"{result.WireBytesPerReading:0.000} bytes a reading, all headers included"));
        Line(output, "previews beside it", FormattableString.Invariant(
            $"{result.LivePreviews} of {result.LiveScans} scans, one each second; the longest delay {result.LiveDelayMsMax} ms"));
        Line(output, "share of the backlog", FormattableString.Invariant($"{result.BacklogShareMin:0.000} of a tight budget at least, while previews want more than all of it"));
        Line(output, "herd", FormattableString.Invariant(
            $"{result.Fleet} gateways lose their broker at once: at most {result.HerdPeakShare:P1} of them connect in any second"));
    }

    private static void Line(TextWriter output, string name, string text) => output.WriteLine($"{name,-22} {text}");
}
