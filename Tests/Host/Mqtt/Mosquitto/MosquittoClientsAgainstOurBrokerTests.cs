using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Mqtt;
using Xunit;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>Debian's mosquitto_pub and mosquitto_sub against our broker.</summary>
public class MosquittoClientsAgainstOurBrokerTests
{
    [MosquittoFact]
    public async Task Both_qos_arrive_through_a_wildcard()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await MosquittoTool.SubscribeAsync(fixture, "subscriber", "-t", "tea/+/live", "-q", "1");

        Assert.Equal(0, (await MosquittoTool.PublishAsync(fixture.Port, "-t", "tea/gw-1/other", "-m", "no")).ExitCode);
        Assert.Equal(0, (await MosquittoTool.PublishAsync(fixture.Port, "-t", "tea/gw-1/live", "-m", "zero")).ExitCode);
        var one = await MosquittoTool.PublishAsync(fixture.Port, "-t", "tea/gw-2/live", "-m", "茶 one", "-q", "1");
        Assert.Equal(0, one.ExitCode);

        Assert.Equal("tea/gw-1/live zero", await subscriber.LineAsync());
        Assert.Equal("tea/gw-2/live 茶 one", await subscriber.LineAsync());
    }

    [MosquittoFact]
    public async Task A_subscription_to_everything_with_qos_2_works_with_qos_1()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await MosquittoTool.SubscribeAsync(fixture, "subscriber", "-t", "#", "-q", "2");
        await MosquittoTool.PublishAsync(fixture.Port, "-t", "a", "-m", "hello there", "-q", "1");
        Assert.Equal("a hello there", await subscriber.LineAsync());
    }

    [MosquittoFact]
    public async Task A_retained_message_is_shown_to_a_late_subscriber_until_it_is_cleared()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await MosquittoTool.PublishAsync(fixture.Port, "-t", "gw/state", "-m", "online", "-r", "-q", "1");

        using (var late = await MosquittoTool.SubscribeAsync(fixture, "subscriber", "-t", "gw/#", "-q", "1"))
        {
            Assert.Equal("gw/state online", await late.LineAsync());
        }

        await MosquittoTool.PublishAsync(fixture.Port, "-t", "gw/state", "-n", "-r", "-q", "1");
        using var later = await MosquittoTool.SubscribeAsync(fixture, "subscriber", "-t", "gw/#", "-q", "1");
        await MosquittoTool.PublishAsync(fixture.Port, "-t", "gw/end", "-m", "end");
        Assert.Equal("gw/end end", await later.LineAsync());
    }

    [MosquittoFact]
    public async Task The_last_will_of_a_killed_process_is_published_and_of_a_finished_one_is_not()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        string[] will = ["--will-topic", "gw/state", "--will-payload", "offline", "--will-qos", "1", "--will-retain"];
        await MosquittoTool.PublishAsync(fixture.Port, ["-t", "gw/hello", "-m", "x", "-q", "1", .. will]);
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Disconnected);
        Assert.Equal(0, fixture.Broker.Statistics.Retained);

        using var watcher = await MosquittoTool.SubscribeAsync(fixture, "subscriber", "-t", "gw/state", "-q", "1");
        using var gateway = await MosquittoTool.SubscribeAsync(fixture, "gw", ["-t", "gw/cmd", .. will]);
        gateway.Kill();

        Assert.Equal("gw/state offline", await watcher.LineAsync());
        Assert.Equal(1, fixture.Broker.Statistics.Retained);
    }

    [MosquittoFact]
    public async Task A_persistent_session_is_kept_over_a_kill()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        string[] session = ["-t", "cmd/#", "-q", "1", "-c"];
        using (var first = await MosquittoTool.SubscribeAsync(fixture, "gw", session))
        {
            first.Kill();
        }

        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Lost);
        foreach (var number in Enumerable.Range(1, 100))
        {
            fixture.Broker.Publish(MqttMessage.FromText("cmd/go", $"number {number}", MqttQos.AtLeastOnce));
        }

        using var second = await MosquittoTool.SubscribeAsync(fixture, "gw", session);
        foreach (var number in Enumerable.Range(1, 100))
        {
            Assert.Equal($"cmd/go number {number}", await second.LineAsync());
        }
    }

    [MosquittoFact]
    public async Task User_and_password_are_asked_for()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { Authenticator = new OneUser() });
        string[] message = ["-t", "a", "-m", "b", "-q", "1"];

        Assert.Equal(0, (await MosquittoTool.PublishAsync(fixture.Port, [.. message, "-u", "tea", "-P", "right"])).ExitCode);
        var wrong = await MosquittoTool.PublishAsync(fixture.Port, [.. message, "-u", "tea", "-P", "wrong"]);
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Contains("bad user name or password", wrong.Output, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(0, (await MosquittoTool.PublishAsync(fixture.Port, message)).ExitCode);
    }

    [MosquittoFact]
    public async Task Mqtt_5_is_told_that_it_is_the_wrong_version()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        var five = await MosquittoTool.PublishAsync(fixture.Port, "-V", "5", "-t", "a", "-m", "b");
        Assert.NotEqual(0, five.ExitCode);
        Assert.Equal("UnacceptableProtocolVersion", (await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Refused)).Detail);
    }

    [MosquittoFact]
    public async Task Thousands_of_lines_from_one_process_reach_another_in_order()
    {
        const int Count = 3000;
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await MosquittoTool.SubscribeAsync(fixture, "subscriber", "-t", "lines", "-q", "1");
        using var publisher = MosquittoTool.StartLinePublisher(fixture.Port, "-t", "lines", "-q", "1");
        for (var i = 0; i < Count; i++)
        {
            await publisher.WriteLineAsync($"{i} {new string('x', 500)}");
        }

        for (var i = 0; i < Count; i++)
        {
            Assert.StartsWith($"lines {i} x", await subscriber.LineAsync());
        }
    }

    [MosquittoFact]
    public async Task A_message_over_the_limit_costs_its_sender_the_connection()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxPacketBytes = 1000 });
        await MosquittoTool.PublishAsync(fixture.Port, "-t", "a", "-q", "1", "-m", new string('x', 900));
        using var tooLong = MosquittoTool.StartLinePublisher(fixture.Port, "-t", "a", "-q", "1");
        await tooLong.WriteLineAsync(new string('x', 1000));
        Assert.Contains("PacketTooLarge", (await fixture.Notices.NextAsync(MqttBrokerNoticeKind.ProtocolError)).Detail);
    }

    private sealed class OneUser : IMqttAuthenticator
    {
        public ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancel) =>
            ValueTask.FromResult(
                credentials is { UserName: "tea", Password: { } password } && Encoding.UTF8.GetString(password.Span) == "right"
                    ? MqttAuthentication.Allow("tea")
                    : MqttAuthentication.Deny());
    }
}
