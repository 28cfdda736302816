using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Bench;
using ZhiSan.Edge.Bench.Measures;
using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Tests.Host.Processes;
using ZhiSan.Edge.VirtualGateway.CsvReplay;

namespace ZhiSan.Edge.Tests.Host.Bench;

/// <summary>The journal's targets that do not depend on the machine, on the demo sensor's week.</summary>
public class JournalBenchTests
{
    private static readonly Workload Week = RecordedWorkload.Demo();

    [Fact]
    public void Density_in_an_outage_is_near_the_entropy_of_the_rows()
    {
        JournalFigures outage = new JournalRun(Week).TakeAll();
        double ratio = outage.BytesPerRow / Week.Channels.Count / Entropy.BytesPerReading(Week);
        Assert.InRange(ratio, 0.9, 1.07);
    }

    [Fact]
    public void Density_while_the_link_is_up_is_as_promised()
    {
        JournalFigures online = new JournalRun(Week).TakeAll(sealSeconds: 900);
        Assert.InRange(online.BytesPerRow / Week.Channels.Count, 0.5, 1.2);
        Assert.InRange(online.Pages, Week.Rows.Count / 16, Week.Rows.Count / 14);
    }

    [Fact]
    public void A_row_costs_one_short_write_and_a_segment_append_comes_seldom()
    {
        JournalFigures outage = new JournalRun(Week).TakeAll();
        Assert.InRange(outage.StoreWritesPerRow, 1, 1.001);
        Assert.InRange(outage.SegmentAppendsPerRow, 0.001, 1 / 20.0);
        Assert.InRange(outage.LongestTailBytes, 40, 88);
    }

    [Fact]
    public void Ten_thousand_rows_allocate_nothing_but_the_HMAC()
    {
        Assert.True(Week.Rows.Count >= 10_000);
        Allocation allocation = Allocation.Of(Week);
        Assert.Equal(0, allocation.BytesPerRow);
        Assert.InRange(allocation.BytesPerSegment, 1, 200);
    }

    [Fact]
    public void A_start_reads_the_tails_and_the_newest_segment_however_large_the_ring()
    {
        RingFull large = RingFull.Of(Week, 200 * 1024);
        RingFull small = RingFull.Of(Week, 50 * 1024);
        Assert.InRange(large.RecoveryBytes, 4096, large.Bound);
        Assert.InRange(small.RecoveryBytes, 4096, small.Bound);
        Assert.True(large.Segments > 2 * small.Segments);
        Assert.InRange(large.Bound, 4096, JournalLimits.MaxSegmentBytes + (JournalLimits.TailCount * JournalLimits.TailBytes));
    }

    [Fact]
    public void Noise_takes_at_most_a_twentieth_more_than_its_plain_values()
    {
        Assert.InRange(JournalBench.Measure(Shapes.FullRange()).RatioToRaw, 0.8, 1.05);
    }

    [Fact]
    public void Quiet_channels_cost_next_to_nothing()
    {
        Assert.All(
            Shapes.All().Where(shape => shape.Name is "stuck sensor" or "rain counter").Select(JournalBench.Measure),
            shape => Assert.InRange(shape.BytesPerReading, 0.01, 0.12));
    }

    [Fact]
    public void Entropy_of_a_fair_coin_is_a_bit_and_of_a_clock_nothing()
    {
        WorkloadRow[] rows = [.. Enumerable.Range(0, 1001).Select(i => new WorkloadRow(i * 60L, [i / 2 + (i % 4 == 1 ? 1 : 0)], [0]))];
        int ones = rows.Zip(rows.Skip(1), (one, next) => next.Values[0] - one.Values[0]).Count(step => step == 1);
        double p = ones / 1000.0;
        double bits = (-p * Math.Log2(p)) - ((1 - p) * Math.Log2(1 - p));
        Assert.Equal(bits / 8, Entropy.BytesPerReading(new Workload("coin", Week.Channels.Take(1).ToArray(), rows)), 9);
    }

    [Fact]
    public void Repeating_a_recording_keeps_its_jitter()
    {
        CsvRecording recording = CsvRecording.Read(
            new StringReader("time,t_Cel\n2026-01-01 00:00:00,1.5\n2026-01-01 00:00:59,1.6\n2026-01-01 00:02:01,\n"), "1");
        Workload workload = RecordedWorkload.Of(recording, "three").Repeat(5);
        long start = workload.Rows[0].Seconds;
        Assert.Equal([0, 59, 121, 183, 242], workload.Rows.Select(row => row.Seconds - start));
        Assert.Equal(JournalLimits.AbsentQuality, workload.Rows[2].Qualities[0]);
        Assert.Equal(16, workload.Rows[4].Values[0]);
    }

    [Fact]
    public async Task The_command_prints_one_object_with_every_figure()
    {
        using ZhisanProcess process = await ZhisanProcess.RunAsync("bench", "journal", "--json", "--rows", "1200", "--sync-every", "4");
        Assert.Equal(0, process.ExitCode);
        using JsonDocument json = JsonDocument.Parse(process.Output);
        foreach (string name in (string[])["rows", "channels", "bytesPerReading", "entropyBytesPerReading", "bytesPerReadingOnline", "bytesPerRow",
            "daysIn200KiB", "storeWritesPerRow", "segmentAppendsPerRow", "recoveryBytesRead", "allocatedBytesPerRow", "appendMicroseconds", "decodeMicroseconds",
            "appendOperations", "jsonTextOperations"])
        {
            Assert.Equal(JsonValueKind.Number, json.RootElement.GetProperty(name).ValueKind);
        }

        Assert.Equal(1200, json.RootElement.GetProperty("rows").GetInt32());
        Assert.Equal(["JSON lines", "16-byte records", "SQLite"], json.RootElement.GetProperty("peers").EnumerateArray().Select(peer => peer.GetProperty("name").GetString()));
        Assert.InRange(json.RootElement.GetProperty("storeWritesPerRow").GetDouble(), 0.2, 0.5);
    }
}
