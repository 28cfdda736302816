using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>Provisioning over a cable that is pulled, of a gateway in factory state at the other end of a pseudo-terminal.</summary>
public class ProvisioningTests
{
    private const string Wanted = """
        {"site":"yunwu","gateway":"gw1","network":"none","clock":"system","broker":{"host":"127.0.0.1","port":1,"password":"two words "},"sensor1":"demo seed=7"}
        """;

    [Fact]
    public async Task A_pulled_cable_leaves_a_gateway_as_if_it_had_not_been_pulled()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("gateway.json");
        File.WriteAllText(file, Wanted);
        (string reference, CuttingPort uncut) = await ProvisionAsync(folder.File("reference"), file, int.MaxValue, int.MaxValue);
        Assert.Contains("\"revision\":1,", reference, System.StringComparison.Ordinal);
        Assert.DoesNotContain("two words", reference, System.StringComparison.Ordinal);
        int number = 0;
        foreach ((int reads, int writes) in CablePulls.Of(uncut.BytesRead, uncut.BytesWritten, 10))
        {
            (string found, _) = await ProvisionAsync(folder.File($"cut{number++}"), file, reads, writes);
            Assert.True(reference == found, $"{CablePulls.Name(reads, writes)}: {found}");
        }
    }

    private static async Task<(string Found, CuttingPort First)> ProvisionAsync(string flash, string file, int reads, int writes)
    {
        using ZhisanProcess gateway = ZhisanProcess.Start("gateway", "--flash", flash, "--console", "pty", "--console-baud", "0", "--no-sync", "--quiet");
        string port = CablePulls.PortOf(await gateway.FirstLineAsync());
        var opened = new List<CuttingPort>();
        byte[]? key = null;
        int keysMade = 0;
        using GatewayCable cable = CablePulls.Cable(port, reads, writes, opened);
        ProvisioningReport report = new Provisioner(cable, new ProvisioningOptions
        {
            File = GatewayFile.Load(file),
            Pin = () => "tea-garden-7",
            FindKey = () => key,
            MakeKey = () =>
            {
                keysMade++;
                return key = SHA256.HashData("one"u8);
            },
            Test = null,
        }).Run();
        Assert.True(report.Passed);
        Assert.Equal(1, keysMade);
        return (cable.Hold((client, identity) => client.Ask("config show").Body + " " + identity.Body), opened[0]);
    }
}
