using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class BrokerAccessTests
{
    [Theory]
    [InlineData("gw-1", "right", null)]
    [InlineData("gw-1", "wrong", MqttConnectReturnCode.BadUserNameOrPassword)]
    [InlineData("gw-1", null, MqttConnectReturnCode.BadUserNameOrPassword)]
    [InlineData(null, null, MqttConnectReturnCode.BadUserNameOrPassword)]
    [InlineData("revoked", "right", MqttConnectReturnCode.NotAuthorized)]
    [InlineData("defect", "right", MqttConnectReturnCode.ServerUnavailable)]
    public async Task Who_may_not_connect_is_told_why(string? user, string? password, MqttConnectReturnCode? refusal)
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { Authenticator = new Doorkeeper() });

        var result = await MqttClient.ConnectAsync(
            ClientHelp.Options(fixture.Port, "gw-1") with { UserName = user, Password = password });

        Assert.Equal(refusal is null, result.IsConnected);
        Assert.Equal(refusal ?? MqttConnectReturnCode.Accepted, result.ReturnCode);
        Assert.Equal(refusal is null ? MqttConnectFailure.None : MqttConnectFailure.Refused, result.Failure);
        if (result.Client is { } client)
        {
            Assert.Equal("identity of gw-1", Assert.Single(fixture.Broker.Sessions).Identity);
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_gateway_stays_below_its_own_root()
    {
        await using var fixture = await BrokerFixture.StartAsync(
            new MqttBrokerOptions { Authenticator = new Doorkeeper(), Authorizer = new OwnRootOnly() });
        await using var gateway = await fixture.ConnectAsync("gw-1", o => o with { UserName = "gw-1", Password = "right" });

        Assert.Equal(
            new List<MqttSubscribeCode> { MqttSubscribeCode.GrantedQos1, MqttSubscribeCode.Failure, MqttSubscribeCode.Failure },
            await gateway.SubscribeAsync([
                new("gw-1/cmd", MqttQos.AtLeastOnce), new("gw-2/cmd", MqttQos.AtLeastOnce), new("#", MqttQos.AtLeastOnce)]));
        await gateway.PublishAckedAsync("gw-1/pages", "mine");
        await gateway.PublishAsync(MqttMessage.FromText("gw-2/pages", "not mine", MqttQos.AtLeastOnce));

        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await gateway.EndAsync()).Reason);
        Assert.Contains("gw-2/pages", (await fixture.Notices.NextAsync(MqttBrokerNoticeKind.NotAuthorized)).Detail);
    }

    [Fact]
    public async Task A_will_on_somebody_elses_topic_is_refused_at_once()
    {
        await using var fixture = await BrokerFixture.StartAsync(
            new MqttBrokerOptions { Authenticator = new Doorkeeper(), Authorizer = new OwnRootOnly() });

        var result = await MqttClient.ConnectAsync(ClientHelp.Options(fixture.Port, "gw-1") with
        {
            UserName = "gw-1", Password = "right", Will = MqttMessage.FromText("gw-2/state", "offline"),
        });

        Assert.Equal(MqttConnectReturnCode.NotAuthorized, result.ReturnCode);
    }

    private sealed class Doorkeeper : IMqttAuthenticator
    {
        public ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancel)
        {
            Assert.NotNull(credentials.RemoteEndPoint);
            var isRight = credentials.Password is { } password
                && CryptographicOperations.FixedTimeEquals(password.Span, Encoding.UTF8.GetBytes("right"));
            return ValueTask.FromResult(credentials.UserName switch
            {
                "revoked" => MqttAuthentication.Deny(MqttConnectReturnCode.NotAuthorized),
                "defect" => throw new InvalidOperationException("no database"),
                { } user when isRight => MqttAuthentication.Allow($"identity of {user}"),
                _ => MqttAuthentication.Deny(),
            });
        }
    }

    private sealed class OwnRootOnly : IMqttAuthorizer
    {
        public bool MayPublish(string identity, string clientId, string topic) => OwnRoot(identity).Matches(topic);

        public bool MaySubscribe(string identity, string clientId, MqttTopicFilter filter) => OwnRoot(identity).Includes(filter);

        private static MqttTopicFilter OwnRoot(string identity) =>
            MqttTopicFilter.Parse($"{identity["identity of ".Length..]}/#");
    }
}
