using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Processes;
using ZhiSan.Edge.Tests.Host.Support;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary><c>zhisan collect import --broker</c>, with the real mosquitto, users and passwords.</summary>
public sealed class ImportThroughBrokerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Keys => _folder.File("keys.txt");

    private string Evacuated => _folder.File("site.zsj");

    public void Dispose() => _folder.Dispose();

    [MosquittoFact]
    public async Task Records_from_the_cable_reach_a_running_collector_as_the_gateway_itself()
    {
        Evacuate();
        string password = WritePassword();
        using Mosquitto broker = await SecuredMosquitto.StartAsync();
        string address = $"127.0.0.1:{broker.Port}";
        using ZhisanProcess collector = ZhisanProcess.Start(
            "collect", "--keys", Keys, "--database", _folder.File("p.db"), "--broker", address, "--user", "collector", "--password-file", password);
        await collector.FirstLineAsync();

        using ZhisanProcess nobody = await ImportAsync("--broker", address);
        Assert.Equal(2, nobody.ExitCode);
        Assert.Contains("--password-file", nobody.Error, StringComparison.Ordinal);
        using ZhisanProcess first = await ImportAsync("--broker", address, "--password-file", password, "--json");
        Assert.True(first.ExitCode == 0, first.Error);
        long through = Dump.Load(Evacuated).End!.Through;
        Assert.Equal(through, first.LastJson.GetProperty("through").GetInt64());
        using ZhisanProcess again = await ImportAsync("--broker", address, "--password-file", password, "--json");
        Assert.Equal((0, through), (again.ExitCode, again.LastJson.GetProperty("through").GetInt64()));
        Assert.DoesNotContain(SecuredMosquitto.Password, first.Output + first.Error + nobody.Error + again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_goes_unencrypted_to_another_machine_only_when_that_is_said()
    {
        Evacuate();
        string password = WritePassword();
        using ZhisanProcess refused = await ImportAsync("--broker", "192.0.2.1:1883", "--password-file", password);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("unencrypted: use --tls", refused.Error, StringComparison.Ordinal);
        using ZhisanProcess alone = await ImportAsync("--password-file", password);
        Assert.Equal(2, alone.ExitCode);
        Assert.Contains("--broker", alone.Error, StringComparison.Ordinal);
    }

    private Task<ZhisanProcess> ImportAsync(params string[] more) => ZhisanProcess.RunAsync(["collect", "import", Evacuated, "--keys", Keys, .. more]);

    private string WritePassword()
    {
        string path = _folder.File("password");
        File.WriteAllText(path, SecuredMosquitto.Password);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    private void Evacuate()
    {
        var ring = new KeyRing();
        ring.Set(new GatewayId("yunwu", "gw1"), SHA256.HashData("one"u8));
        ring.Save(Keys);
        using var gateway = new GatewayOnCable(_folder.File("flash"));
        gateway.Start("yunwu/gw1", Keys, 1000, 60);
        using var cable = new GatewayCable(() => SerialPortOpener.Open(gateway.Port));
        Assert.True(SpinWait.SpinUntil(() => cable.Hold((client, _) => client.Ask("buffer").Number("durable")) > 20, 60_000));
        new Evacuator(cable, GatewayLogin.FactoryPin, Evacuated, all: true).Run();
    }
}
