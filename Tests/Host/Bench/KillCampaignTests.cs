using System;
using System.Globalization;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;
using ZhiSan.Edge.Tests.Host.Buffering.Crash;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Bench;

/// <summary>
/// Kills of broker (mosquitto), collector and gateway, by the command that does it. Reduced here; with <c>ZHISAN_CAMPAIGN=1</c> all 200.
/// </summary>
public class KillCampaignTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private static int Kills => CampaignSize.IsFull ? 200 : 12;

    [MosquittoFact]
    public Task After_many_kills_the_ledger_is_complete_and_each_record_is_there_once() => RunAsync();

    [MosquittoFact]
    public Task With_a_broker_that_remembers_the_same_holds() => RunAsync("--persistence");

    private async Task RunAsync(params string[] more)
    {
        string kills = Kills.ToString(CultureInfo.InvariantCulture);
        using ZhisanProcess process = await ZhisanProcess.RunAsync(Patience, ["bench", "kills", "--kills", kills, "--json", .. more]);
        Assert.True(process.ExitCode == 0, process.Output + process.Error);
        output.WriteLine(process.Output);
        JsonElement json = process.LastJson;
        long Number(string name) => json.GetProperty(name).GetInt64();
        Assert.Equal(Kills, Number("brokerKills") + Number("collectorKills") + Number("gatewayKills"));
        Assert.InRange(Number("killsAfterProgress"), Kills / 2, Kills);
        Assert.InRange(Number("scans"), 10 * Kills, long.MaxValue);
        Assert.InRange(Number("interrupted"), 0, Number("gatewayKills"));
        Assert.Equal(0, Number("lost"));
        Assert.Equal(0, Number("duplicates"));
        Assert.True(json.GetProperty("ledgerComplete").GetBoolean());
    }
}
