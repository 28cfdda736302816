using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Processes;
using ZhiSan.Edge.Tests.Host.Support;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>What the configuration says of brokers counts: TLS, user, password, second broker, with the real mosquitto.</summary>
public sealed class ConfiguredBrokerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [MosquittoFact]
    public async Task A_provisioned_gateway_comes_in_over_tls_with_its_password_and_its_probe_says_so()
    {
        using var authority = new TestCertificates();
        File.WriteAllText(_folder.File("ca.pem"), authority.Authority.ExportCertificatePem());
        using Mosquitto broker = await SecuredMosquitto.StartAsync(authority);
        using ZhisanProcess gateway = await StartAsync(Wanted($$"""
            "broker": {"host": "localhost", "port": {{broker.Port}}, "tls": true, "ca": "{{_folder.File("ca.pem")}}", "user": "yunwu/gw1", "password": "{{SecuredMosquitto.Password}}"}
            """));
        await UntilOnlineAsync(gateway);
        string seen = Probe(gateway);
        Assert.Contains("tls=pass", seen, StringComparison.Ordinal);
        Assert.EndsWith("publish=pass", seen, StringComparison.Ordinal);
    }

    [MosquittoFact]
    public async Task The_probe_names_a_certificate_that_is_not_believed_and_a_wrong_password()
    {
        using var authority = new TestCertificates();
        using var stranger = new TestCertificates();
        File.WriteAllText(_folder.File("ca.pem"), stranger.Authority.ExportCertificatePem());
        using Mosquitto encrypted = await SecuredMosquitto.StartAsync(authority);
        using (ZhisanProcess gateway = await StartAsync(Wanted($$"""
            "broker": {"host": "localhost", "port": {{encrypted.Port}}, "tls": true, "ca": "{{_folder.File("ca.pem")}}", "user": "yunwu/gw1", "password": "x"}
            """)))
        {
            Assert.EndsWith("tls=fail", Probe(gateway), StringComparison.Ordinal);
        }

        Directory.Delete(_folder.File("flash"), recursive: true);
        using Mosquitto plain = await SecuredMosquitto.StartAsync();
        using ZhisanProcess wrong = await StartAsync(Wanted($$"""
            "broker": {"host": "127.0.0.1", "port": {{plain.Port}}, "user": "yunwu/gw1", "password": "wrong"}
            """));
        Assert.EndsWith("connack=fail", Probe(wrong), StringComparison.Ordinal);
    }

    [MosquittoFact]
    public async Task The_second_broker_of_the_configuration_is_used_while_the_first_is_away()
    {
        using Mosquitto second = await SecuredMosquitto.StartAsync();
        using ZhisanProcess gateway = await StartAsync(Wanted($$"""
            "broker": {"host": "127.0.0.1", "port": {{ClosedPort()}}, "user": "yunwu/gw1", "password": "{{SecuredMosquitto.Password}}"},
            "broker2": {"host": "127.0.0.1", "port": {{second.Port}}}
            """));
        await UntilOnlineAsync(gateway);
    }

    private static string Wanted(string brokers) =>
        $$"""{"site": "yunwu", "gateway": "gw1", "network": "none", "sensor1": "demo", {{brokers}}}""";

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task UntilOnlineAsync(ZhisanProcess gateway)
    {
        string port = CablePulls.PortOf(await gateway.FirstLineAsync());
        using var cable = new GatewayCable(() => SerialPortOpener.Open(port));
        await Wait.UntilAsync(() => cable.Hold((client, _) => client.Ask("status").Text("link")) == "online", "the gateway is online");
    }

    private static string Probe(ZhisanProcess gateway)
    {
        string port = CablePulls.PortOf(gateway.FirstLineAsync().Result);
        using var cable = new GatewayCable(() => SerialPortOpener.Open(port));
        string seen = string.Empty;
        cable.Hold((client, _) => client.Ask("broker test", line => seen += $" {line.Text("test")}={line.Text("verdict")}", silenceMs: 90_000));
        return seen;
    }

    private async Task<ZhisanProcess> StartAsync(string wanted)
    {
        File.WriteAllText(_folder.File("gateway.json"), wanted);
        ZhisanProcess gateway = ZhisanProcess.Start("gateway", "--flash", _folder.File("flash"), "--console", "pty", "--console-baud", "0", "--no-sync", "--quiet");
        string port = CablePulls.PortOf(await gateway.FirstLineAsync());
        using var cable = new GatewayCable(() => SerialPortOpener.Open(port));
        Assert.True(new Provisioner(cable, new ProvisioningOptions
        {
            File = GatewayFile.Load(_folder.File("gateway.json")),
            Pin = () => "tea-garden-7",
            FindKey = () => new byte[32],
            MakeKey = () => new byte[32],
            Test = null,
        }).Run().Passed);
        return gateway;
    }
}
