using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public sealed class BrokerTlsTests : System.IDisposable
{
    private readonly TestCertificates _trusted = new();
    private readonly TestCertificates _stranger = new();

    public void Dispose()
    {
        _trusted.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task Messages_pass_through_tls_both_ways()
    {
        await using var fixture = await StartAsync(_trusted, clientCertificate: false);
        await using var client = await fixture.ConnectAsync("gw", o => o with { Host = "localhost", Tls = Trusting(_trusted) });
        await client.SubscribeAsync("echo", MqttQos.AtLeastOnce);
        for (var size = 1; size < 200_000; size *= 7)
        {
            await client.PublishAsync(MqttMessage.FromText("echo", new string('x', size), MqttQos.AtLeastOnce));
            Assert.Equal(size, (await client.NextMessageAsync()).Message.Payload.Length);
        }

        await client.DisconnectAsync();
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Disconnected);
    }

    [Fact]
    public async Task An_unknown_authority_and_a_wrong_name_are_tls_failures()
    {
        await using var fixture = await StartAsync(_trusted, clientCertificate: false);

        var untrusted = await MqttClient.ConnectAsync(
            ClientHelp.Options(fixture.Port, "gw") with { Host = "localhost", Tls = Trusting(_stranger) });
        var misnamed = await MqttClient.ConnectAsync(
            ClientHelp.Options(fixture.Port, "gw") with { Host = "127.0.0.1", Tls = Trusting(_trusted) });

        Assert.Equal((MqttConnectFailure.Tls, MqttConnectPhase.Tls), (untrusted.Failure, untrusted.Phase));
        Assert.Equal((MqttConnectFailure.Tls, MqttConnectPhase.Tls), (misnamed.Failure, misnamed.Phase));
    }

    [Fact]
    public async Task A_plain_client_at_a_tls_port_and_the_reverse_fail_by_name()
    {
        await using var secure = await StartAsync(_trusted, clientCertificate: false);
        await using var plain = await BrokerFixture.StartAsync();

        var plainClient = await MqttClient.ConnectAsync(ClientHelp.Options(secure.Port, "gw"));
        var secureClient = await MqttClient.ConnectAsync(
            ClientHelp.Options(plain.Port, "gw") with { Host = "localhost", Tls = Trusting(_trusted) });

        Assert.False(plainClient.IsConnected);
        Assert.Equal(MqttConnectFailure.Tls, secureClient.Failure);
    }

    [Fact]
    public async Task A_client_certificate_is_shown_to_the_authenticator_and_its_absence_is_a_tls_failure()
    {
        var authenticator = new ByCertificate();
        await using var fixture = await StartAsync(_trusted, clientCertificate: true, authenticator);
        using var certificate = _trusted.Issue("gw-1");
        var tls = Trusting(_trusted);
        tls.ClientCertificates = [certificate];

        await using (await fixture.ConnectAsync("gw-1", o => o with { Host = "localhost", Tls = tls }))
        {
            Assert.Equal("CN=gw-1", Assert.Single(fixture.Broker.Sessions).Identity);
        }

        var without = await MqttClient.ConnectAsync(
            ClientHelp.Options(fixture.Port, "gw-2") with { Host = "localhost", Tls = Trusting(_trusted) });
        Assert.Equal(MqttConnectFailure.Tls, without.Failure);
    }

    private static SslClientAuthenticationOptions Trusting(TestCertificates authority) =>
        new() { CertificateChainPolicy = authority.Policy };

    private static Task<BrokerFixture> StartAsync(
        TestCertificates authority, bool clientCertificate, IMqttAuthenticator? authenticator = null) =>
        BrokerFixture.StartAsync(new MqttBrokerOptions
        {
            Authenticator = authenticator,
            Tls = new SslServerAuthenticationOptions
            {
                ServerCertificate = authority.Issue("localhost"),
                ClientCertificateRequired = clientCertificate,
                CertificateChainPolicy = authority.Policy,
            },
        });

    private sealed class ByCertificate : IMqttAuthenticator
    {
        public ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancel) =>
            ValueTask.FromResult(credentials.Certificate is X509Certificate2 certificate
                ? MqttAuthentication.Allow(certificate.Subject)
                : MqttAuthentication.Deny());
    }
}
