using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Tests.Host.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Processes;

/// <summary>The real collector dies, or loses its database; the real gateway makes it whole again.</summary>
public sealed class PlatformLossTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_deleted_database_is_rebuilt_from_what_the_gateway_holds()
    {
        await MakeKeysAsync();
        using ZhisanProcess first = Collect("127.0.0.1:0");
        string address = await AddressAsync(first);
        using ZhisanProcess gateway = Gateway(address);
        await UntilAckedAsync(60);
        first.Kill();
        long before = Ledger.Read(Database).Gateways[0].AckedThrough;
        foreach (string file in Directory.GetFiles(_folder.Path, "platform.db*"))
        {
            File.Delete(file);
        }

        using ZhisanProcess second = Collect(address);
        await AddressAsync(second);
        await UntilAckedAsync(before + 1);
        AssertWhole();
    }

    [Theory]
    [InlineData("received")]
    [InlineData("committed")]
    public async Task A_collector_that_dies_between_two_steps_of_a_message_loses_and_doubles_nothing(string step)
    {
        await MakeKeysAsync();
        using ZhisanProcess first = Collect("127.0.0.1:0", "--die-at", step);
        string address = await AddressAsync(first);
        using ZhisanProcess gateway = Gateway(address);
        await first.WaitAsync();
        long before = Ledger.Read(Database).Totals.Records;

        using ZhisanProcess second = Collect(address);
        await AddressAsync(second);
        await UntilAckedAsync(before + 60);
        AssertWhole();
    }

    private string Database => _folder.File("platform.db");

    private void AssertWhole()
    {
        LedgerReport ledger = Ledger.Read(Database);
        long acked = ledger.Gateways[0].AckedThrough;
        Assert.DoesNotContain(ledger.Gaps, gap => gap.FirstSequence <= acked);
        Assert.Equal(0, ledger.Totals.Lost + ledger.Totals.Unaccounted + ledger.Totals.ChainBreaks);
        Assert.True(ledger.Totals.Records >= acked);
    }

    private Task UntilAckedAsync(long through) => Wait.UntilAsync(
        () =>
        {
            try
            {
                return File.Exists(Database) && Ledger.Read(Database).Gateways is [{ } one] && one.AckedThrough >= through;
            }
            catch (CollectorException)
            {
                // Just being made.
                return false;
            }
        },
        $"acknowledged through {through}");

    private async Task MakeKeysAsync()
    {
        using ZhisanProcess add = await ZhisanProcess.RunAsync("keys", "add", "yunwu/gw1", "--keys", _folder.File("keys.txt"));
        Assert.Equal(0, add.ExitCode);
    }

    private ZhisanProcess Collect(string listen, params string[] more) => ZhisanProcess.Start(
        [.. new[] { "collect", "--anonymous", "--keys", _folder.File("keys.txt"), "--database", Database, "--listen", listen, "--json" }.Concat(more)]);

    private ZhisanProcess Gateway(string address) => ZhisanProcess.Start(
        "gateway", "--flash", _folder.File("flash"), "--id", "yunwu/gw1", "--keys", _folder.File("keys.txt"), "--broker", address,
        "--speed", "1800", "--no-sync");

    private static async Task<string> AddressAsync(ZhisanProcess collector)
    {
        using JsonDocument json = JsonDocument.Parse(await collector.FirstLineAsync());
        return json.RootElement.GetProperty("listening").GetString()!;
    }
}
