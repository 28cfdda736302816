using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary><c>zhisan provision --fleet</c>: one gateway after the other on the same cable, with a platform that answers.</summary>
public sealed class FleetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_gateway_becomes_its_line_and_who_has_passed_is_passed_over()
    {
        string keys = _folder.File("keys.txt");
        foreach (string id in new[] { "yunwu/gw1", "yunwu/gw2" })
        {
            using ZhisanProcess added = await ZhisanProcess.RunAsync("keys", "add", id, "--keys", keys);
        }

        using ZhisanProcess collector = ZhisanProcess.Start("collect", "--anonymous", "--keys", keys, "--database", _folder.File("p.db"), "--listen", "127.0.0.1:0");
        string broker = (await collector.FirstLineAsync()).Split(':')[^1];
        File.WriteAllText(_folder.File("pin.txt"), "tea-garden-7");
        File.WriteAllText(_folder.File("gateway.json"), $$"""{"site": "x", "gateway": "x", "network": "none", "broker.host": "127.0.0.1", "broker.port": {{broker}} }""");
        File.WriteAllText(_folder.File("sites.csv"), "site,gateway,sensor1\nyunwu,gw1,\"demo seed=1\"\nyunwu,gw2,demo seed=2\n");
        using var cable = new GatewayOnCable(_folder.File("flash"));
        cable.Start();
        string[] provision =
        [
            "provision", "--port", cable.Port, "--file", _folder.File("gateway.json"), "--fleet", _folder.File("sites.csv"), "--keys", keys,
            "--pin-file", _folder.File("pin.txt"), "--reports", _folder.File("reports"), "--test", "quick",
        ];
        using (ZhisanProcess first = ZhisanProcess.Start(provision))
        {
            await Wait.UntilAsync(() => first.HasExited || first.Output.Contains("2 of 2: yunwu/gw2: plug it in", StringComparison.Ordinal), "the second gateway is asked for");
            Assert.Contains("\"passed\": true", Report("gw1"), StringComparison.Ordinal);

            // The cable goes to a gateway in factory state.
            cable.Erase();
            cable.Start();
            await first.WaitAsync();
            Assert.True(first.ExitCode == 0, first.Output + first.Error);
        }

        Assert.Contains("demo seed=2", Report("gw2"), StringComparison.Ordinal);
        using ZhisanProcess again = await ZhisanProcess.RunAsync(provision);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("1 of 2: yunwu/gw1 has passed already", again.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 of 2 done\n", again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("site,sensor1\nyunwu,demo\n", "columns")]
    [InlineData("site,gateway\nyunwu\n", "line 2")]
    [InlineData("site,gateway,period\nyunwu,gw1,60\nyunwu,gw2,0\n", "1..86400 s")]
    public async Task A_wrong_table_is_refused_before_any_gateway_is_touched(string table, string words)
    {
        File.WriteAllText(_folder.File("gateway.json"), """{"site": "x", "gateway": "x"}""");
        File.WriteAllText(_folder.File("sites.csv"), table);
        using ZhisanProcess refused = await ZhisanProcess.RunAsync(
            "provision", "--port", "/dev/null", "--file", _folder.File("gateway.json"), "--fleet", _folder.File("sites.csv"));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }

    private string Report(string gateway) => File.ReadAllText(_folder.File($"reports/yunwu-{gateway}.json"));
}
