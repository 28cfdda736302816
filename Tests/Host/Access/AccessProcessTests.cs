using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Processes;
using ZhiSan.Edge.Tests.Host.Support;

namespace ZhiSan.Edge.Tests.Host.Access;

/// <summary>Users, TLS and the second broker with the real programs.</summary>
public sealed class AccessProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestCertificates _authority = new();

    private string Keys => _folder.File("keys.txt");

    private string Users => _folder.File("users.txt");

    private string Password => _folder.File("gw1.password");

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_gateway_delivers_over_tls_with_its_password_and_its_certificate()
    {
        await AddAsync();
        WriteCertificate("localhost", "server");
        WriteCertificate("yunwu/gw1", "gateway");
        File.WriteAllText(_folder.File("ca.pem"), _authority.Authority.ExportCertificatePem());
        using ZhisanProcess collector = ZhisanProcess.Start(
            "collect", "--keys", Keys, "--database", _folder.File("p.db"), "--users", Users, "--listen", "127.0.0.1:0",
            "--tls-cert", _folder.File("server.pem"), "--tls-key", _folder.File("server.key"), "--tls-client-ca", _folder.File("ca.pem"));
        string port = (await collector.FirstLineAsync()).Split(':')[^1];

        using ZhisanProcess gateway = await ZhisanProcess.RunAsync(Gateway(
            "--broker", $"localhost:{port}", "--password-file", Password, "--tls-ca", _folder.File("ca.pem"),
            "--client-cert", _folder.File("gateway.pem"), "--client-key", _folder.File("gateway.key")));

        Assert.True(gateway.ExitCode == 0, gateway.Error);
        AssertDelivered(gateway);
    }

    [Theory]
    [InlineData("--users and --anonymous", "collect", "--users", "u", "--anonymous")]
    [InlineData("say who may talk", "collect")]
    [InlineData("belong to the embedded broker", "collect", "--broker", "127.0.0.1:1", "--users", "u")]
    [InlineData("unencrypted", "gateway", "--flash", "f", "--id", "yunwu/gw1", "--password-file", "p", "--broker", "192.0.2.1:1883")]
    [InlineData("go together", "gateway", "--flash", "f", "--id", "yunwu/gw1", "--user", "u")]
    public async Task What_would_be_unsafe_or_contradicts_itself_is_refused_in_one_line(string words, params string[] arguments)
    {
        await AddAsync();
        using ZhisanProcess process = await ZhisanProcess.RunAsync([.. arguments, "--keys", Keys]);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains(words, process.Error);
    }

    [MosquittoFact]
    public async Task The_second_broker_is_used_while_the_first_is_away()
    {
        await AddAsync();
        using Mosquitto second = await Mosquitto.RunAsync();
        using ZhisanProcess collector = ZhisanProcess.Start(
            "collect", "--keys", Keys, "--database", _folder.File("p.db"), "--broker", $"127.0.0.1:{second.Port}");
        await collector.FirstLineAsync();
        using ZhisanProcess gateway = await ZhisanProcess.RunAsync(
            Gateway("--broker", $"127.0.0.1:{ClosedPort()}", "--second-broker", $"127.0.0.1:{second.Port}"));
        Assert.True(gateway.ExitCode == 0, gateway.Error);
        AssertDelivered(gateway);
    }

    // The record of the stop itself is written when everything before it is acknowledged.
    private static void AssertDelivered(ZhisanProcess gateway) => Assert.Equal(
        gateway.LastJson.GetProperty("appended").GetInt64() - 1, gateway.LastJson.GetProperty("acked").GetInt64());

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AddAsync()
    {
        using ZhisanProcess key = await ZhisanProcess.RunAsync("keys", "add", "yunwu/gw1", "--keys", Keys);
        using ZhisanProcess user = await ZhisanProcess.RunAsync("access", "add", "yunwu/gw1", "--users", Users, "--password-file", Password);
        Assert.Equal((0, 0), (key.ExitCode, user.ExitCode));
        Assert.DoesNotContain(File.ReadAllText(Password).Trim(), user.Output + user.Error + File.ReadAllText(Users));
    }

    private string[] Gateway(params string[] more) =>
    [
        "gateway", "--flash", _folder.File("flash"), "--id", "yunwu/gw1", "--keys", Keys, "--speed", "10000", "--hours", "2", "--no-sync", "--json",
        .. more,
    ];

    private void WriteCertificate(string name, string file)
    {
        using X509Certificate2 certificate = _authority.Issue(name);
        File.WriteAllText(_folder.File(file + ".pem"), certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(_folder.File(file + ".key"), key.ExportPkcs8PrivateKeyPem());
    }
}
