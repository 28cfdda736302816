using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ZhiSan.Edge.Tests.Host.Processes;

/// <summary>What people get wrong: one line that says what to do, the right exit code, nothing touched.</summary>
public class BadInputTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("gateway")]
    [InlineData("demo", "--seconds", "3")]
    [InlineData("demo", "--sabotage", "everything")]
    [InlineData("gateway", "--flash", "f", "--id", "Yunwu/GW1", "--keys", "k")]
    [InlineData("gateway", "--flash", "f", "--id", "yunwu/gw1", "--keys", "no-such-file")]
    [InlineData("collect", "--keys", "no-such-file")]
    [InlineData("access", "list", "--users", "no-such-file")]
    [InlineData("access", "add", "somebody", "--users", "u", "--password-file", "p")]
    [InlineData("access", "add", "Yunwu/GW1", "--users", "u", "--password-file", "p")]
    [InlineData("journal", "verify", "no-such-folder")]
    [InlineData("journal", "stats", "no-such-folder")]
    [InlineData("bench", "journal", "--rows", "1")]
    [InlineData("bench", "journal", "--csv", "no-such-file.csv", "--decimals", "2")]
    [InlineData("bench", "journal", "--csv", "no-such-file.csv")]
    [InlineData("ledger", "--database", "no-such-file.db")]
    [InlineData("monitor", "--once", "--fail-on", "bad")]
    [InlineData("monitor", "--fail-on", "act")]
    [InlineData("monitor", "--once", "--broker", "127.0.0.1:1")]
    [InlineData("monitor", "--once", "--broker", "192.0.2.1:1883", "--user", "anna", "--password-file", "p")]
    [InlineData("monitor", "--once", "--seconds", "soon")]
    [InlineData("cmd", "ping", "gw1", "--keys", "k")]
    [InlineData("cmd", "ping", "yunwu/gw1", "--keys", "no-such-file")]
    [InlineData("cmd", "blink", "yunwu/gw1", "--keys", "k")]
    [InlineData("cmd", "set", "yunwu/gw1", "seal", "--keys", "k")]
    [InlineData("replay", "yunwu/gw1", "--from", "x", "--to", "2", "--keys", "k")]
    [InlineData("replay", "yunwu/gw1", "--to", "2", "--keys", "k")]
    [InlineData("replay", "yunwu/gw1", "--from", "1", "--to", "2", "--keys", "no-such-file")]
    [InlineData("gateway", "--flash", "f", "--id", "yunwu/gw1", "--keys", "k", "--haste", "0")]
    [InlineData("bench", "kills", "--kills", "0")]
    [InlineData("bench", "kills", "--kills", "many")]
    [InlineData("bench", "outage", "--rows", "5")]
    public async Task A_wrong_command_line_is_one_line_and_exit_code_2(params string[] arguments)
    {
        using ZhisanProcess process = await ZhisanProcess.RunAsync(arguments);
        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("zhisan", process.Error);
        Assert.Single(process.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", process.Error);
    }

    [Fact]
    public async Task A_port_in_use_ends_the_collector_with_one_line()
    {
        using var folder = new TemporaryFolder();
        string keys = await MakeKeysAsync(folder);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using ZhisanProcess collector = await ZhisanProcess.RunAsync(
            "collect", "--keys", keys, "--anonymous", "--database", folder.File("p.db"), "--listen", taken.LocalEndpoint.ToString()!);
        Assert.Equal(2, collector.ExitCode);
        Assert.Single(collector.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_foreign_database_is_refused_and_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        string keys = await MakeKeysAsync(folder);
        string database = folder.File("p.db");
        File.WriteAllText(database, "this is somebody's diary, not a database at all, and longer than a header");
        byte[] before = File.ReadAllBytes(database);
        using ZhisanProcess collector = await ZhisanProcess.RunAsync("collect", "--anonymous", "--keys", keys, "--database", database, "--listen", "127.0.0.1:0");
        Assert.Equal(2, collector.ExitCode);
        Assert.Equal(before, File.ReadAllBytes(database));
    }

    [Fact]
    public async Task Without_a_broker_the_gateway_samples_on_and_keeps_everything()
    {
        using var folder = new TemporaryFolder();
        string keys = await MakeKeysAsync(folder);
        Directory.CreateDirectory(folder.File("flash"));
        File.WriteAllText(Path.Combine(folder.File("flash"), "holiday.jpg"), "not ours");
        using (ZhisanProcess gateway = ZhisanProcess.Start(GatewayArguments(folder, keys)))
        {
            await UntilAsync(() => CountLines(folder.File("taken.log")) > 100);
            gateway.Kill();
        }

        using ZhisanProcess verify = await ZhisanProcess.RunAsync(
            "journal", "verify", folder.File("flash"), "--keys", keys, "--id", "yunwu/gw1", "--json");
        JsonElement found = verify.LastJson;
        Assert.True(verify.ExitCode == 0, verify.Output);
        Assert.True(found.GetProperty("isWhole").GetBoolean());
        Assert.Equal("holiday.jpg", found.GetProperty("unknownFiles")[0].GetString());
        Assert.True(found.GetProperty("records").GetInt64() >= CountLines(folder.File("taken.log")) - 1);
        Assert.Equal("not ours", File.ReadAllText(Path.Combine(folder.File("flash"), "holiday.jpg")));
    }

    [Fact]
    public async Task A_second_gateway_on_the_same_flash_is_refused()
    {
        using var folder = new TemporaryFolder();
        string keys = await MakeKeysAsync(folder);
        using ZhisanProcess first = ZhisanProcess.Start(GatewayArguments(folder, keys));
        await UntilAsync(() => CountLines(folder.File("taken.log")) > 0);
        using ZhisanProcess second = await ZhisanProcess.RunAsync(GatewayArguments(folder, keys));
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("in use by another gateway", second.Error);
    }

    [Fact]
    public async Task A_wrong_key_is_named_by_verify()
    {
        using var folder = new TemporaryFolder();
        string keys = await MakeKeysAsync(folder);
        using (ZhisanProcess gateway = ZhisanProcess.Start(GatewayArguments(folder, keys)))
        {
            await UntilAsync(() => CountLines(folder.File("taken.log")) > 1200);
        }

        string wrong = folder.File("wrong.txt");
        using ZhisanProcess add = await ZhisanProcess.RunAsync("keys", "add", "yunwu/gw1", "--keys", wrong);
        using ZhisanProcess verify = await ZhisanProcess.RunAsync(
            "journal", "verify", folder.File("flash"), "--keys", wrong, "--id", "yunwu/gw1");
        Assert.Equal(1, verify.ExitCode);
        Assert.Contains("the chain breaks", verify.Output);
    }

    [Fact]
    public async Task Keys_are_never_printed()
    {
        using var folder = new TemporaryFolder();
        string keys = await MakeKeysAsync(folder);
        using ZhisanProcess list = await ZhisanProcess.RunAsync("keys", "list", "--keys", keys);
        Assert.Equal("yunwu/gw1\n", list.Output);
    }

    private static string[] GatewayArguments(TemporaryFolder folder, string keys) =>
    [
        "gateway", "--flash", folder.File("flash"), "--id", "yunwu/gw1", "--keys", keys, "--broker", "127.0.0.1:1",
        "--speed", "10000", "--side-log", folder.File("taken.log"), "--no-sync",
    ];

    private static async Task<string> MakeKeysAsync(TemporaryFolder folder)
    {
        string keys = folder.File("keys.txt");
        using ZhisanProcess add = await ZhisanProcess.RunAsync("keys", "add", "yunwu/gw1", "--keys", keys);
        Assert.Equal(0, add.ExitCode);
        return keys;
    }

    private static int CountLines(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        int lines = 0;
        while (file.ReadLine() != null)
        {
            lines++;
        }

        return lines;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new System.Threading.CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
