using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Tests.Host.Buffering.Crash;
using ZhiSan.Edge.Tests.Host.Processes;
using ZhiSan.Edge.VirtualGateway;

namespace ZhiSan.Edge.Tests.Host.Inspection;

/// <summary><c>zhisan journal stats</c> and <c>dump</c> on a journal whose ring was full and which lost a range.</summary>
public class StatsTests
{
    private const int Steps = 300;

    [Fact]
    public async Task Stats_count_what_is_there_thinned_and_lost_and_write_nothing()
    {
        using var folder = new TemporaryFolder();
        long taken = Fill(folder.File("flash"));
        string before = Fingerprint(folder.File("flash"));

        using ZhisanProcess stats = await ZhisanProcess.RunAsync("journal", "stats", folder.File("flash"), "--json");
        Assert.True(stats.ExitCode == 0, stats.Error);
        JsonElement found = stats.LastJson;
        JsonElement numbers = found.GetProperty("numbers");
        long present = numbers.GetProperty("present").GetInt64();
        long thinned = numbers.GetProperty("thinned").GetInt64();
        Assert.Equal(found.GetProperty("records").GetInt64(), present);
        Assert.Equal(5, numbers.GetProperty("lost: damaged").GetInt64());
        Assert.InRange(thinned, 50, taken);
        long full = numbers.TryGetProperty("lost: ring full", out JsonElement ringFull) ? ringFull.GetInt64() : 0;
        Assert.True(present + thinned + full >= taken, $"{present} + {thinned} + {full} of {taken}");
        Assert.Equal(0, found.GetProperty("missing").GetArrayLength());
        Assert.True(found.GetProperty("thinned").GetArrayLength() > 0);
        Assert.Contains(found.GetProperty("lost").EnumerateArray(), range => range.GetProperty("first").GetInt64() == 1000);
        Assert.Equal(before, Fingerprint(folder.File("flash")));
    }

    [Fact]
    public async Task People_get_a_table_of_at_most_100_columns()
    {
        using var folder = new TemporaryFolder();
        Fill(folder.File("flash"));
        using ZhisanProcess stats = await ZhisanProcess.RunAsync("journal", "stats", folder.File("flash"));
        Assert.Equal(0, stats.ExitCode);
        Assert.Contains("thinned", stats.Output);
        Assert.Contains("chain: not checked", stats.Output);
        Assert.All(stats.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public async Task An_empty_folder_has_no_statistics()
    {
        using var folder = new TemporaryFolder();
        using ZhisanProcess stats = await ZhisanProcess.RunAsync("journal", "stats", folder.Path);
        Assert.Equal(1, stats.ExitCode);
        Assert.Contains("no journal found", stats.Output);
    }

    [Fact]
    public async Task Dump_prints_a_JSON_object_for_each_record()
    {
        using var folder = new TemporaryFolder();
        Fill(folder.File("flash"));
        using ZhisanProcess dump = await ZhisanProcess.RunAsync("journal", "dump", folder.File("flash"), "--json");
        long last = 0;
        foreach (string line in dump.Output.Split('\n').Where(line => line.Length > 0))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            long sequence = record.RootElement.GetProperty("seq").GetInt64();
            Assert.True(sequence > last);
            last = sequence;
        }

        Assert.True(last > Steps);
    }

    private static long Fill(string flash)
    {
        using var store = new FileStore(flash, sync: false);
        var journal = new Journal(store, Script.Options(3), Script.Key);
        journal.Open(9);
        Script.SetChannels(journal, 0);
        journal.StartBoot(new BootBody { Firmware = "1" }, 0);
        var script = new Script(1, linked: false);
        var oracle = new Oracle();
        for (int step = 0; step < Steps; step++)
        {
            Assert.Empty(script.Do(step, 10 + (step * 60), journal, oracle));
        }

        journal.DeclareLost(1000, 1004, LossCause.Damaged, Steps * 60);
        return journal.Watermarks.Durable;
    }

    private static string Fingerprint(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order()
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O} {Crc32.Append(0, File.ReadAllBytes(path), 0, (int)new FileInfo(path).Length):x}"));
}
