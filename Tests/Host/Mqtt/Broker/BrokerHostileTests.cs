using System;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class BrokerHostileTests
{
    [Theory]
    [InlineData("30 FFFFFF7F", "PacketTooLarge")]
    [InlineData("30 FFFFFFFF", "MalformedRemainingLength")]
    [InlineData("30 04 0002 C328", "InvalidUtf8")]
    [InlineData("30 03 0001 23", "InvalidTopicName")]
    [InlineData("82 07 0001 0002 2361 00", "InvalidTopicFilter")]
    [InlineData("20 02 0000", "UnexpectedPacketType")]
    [InlineData("34 05 0001 61 0001", "UnsupportedQos")]
    public async Task A_malformed_packet_ends_its_connection_with_the_reason_and_no_other(string hex, string reason)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var good = await fixture.ConnectAsync("good");
        using var bad = await RawConnection.OpenSessionAsync(fixture.Port, "bad");

        await bad.SendAsync(PacketSamples.Bytes(hex));

        await bad.UntilClosedAsync();
        var notice = await fixture.Notices.NextAsync(MqttBrokerNoticeKind.ProtocolError);
        Assert.Equal("bad", notice.ClientId);
        Assert.Contains(reason, notice.Detail);
        await good.PublishAckedAsync("still", "alive");
    }

    [Theory]
    [InlineData("10 0D 0004 4D515454 05 02 0000 00 0000", MqttConnectReturnCode.UnacceptableProtocolVersion)]
    [InlineData("10 0E 0006 4D5149736470 03 02 0000 0000", MqttConnectReturnCode.UnacceptableProtocolVersion)]
    [InlineData("10 0C 0004 4D515454 04 00 0000 0000", MqttConnectReturnCode.IdentifierRejected)] // nameless, persistent
    public async Task A_connect_that_cannot_be_served_is_told_why(string hex, MqttConnectReturnCode expected)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var raw = await RawConnection.OpenAsync(fixture.Port);

        await raw.SendAsync(PacketSamples.Bytes(hex));

        Assert.Equal(expected, Assert.IsType<ConnAckPacket>(await raw.ReceiveAsync()).ReturnCode);
        Assert.Null(await raw.ReceiveAsync());
        Assert.Equal(1, (await RefusalsAsync(fixture)).Refused);
    }

    [Fact]
    public async Task Talking_before_connect_ends_the_connection()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var raw = await RawConnection.OpenAsync(fixture.Port);
        await raw.SendAsync(new PublishPacket(new MqttMessage("a", default)));
        await raw.UntilClosedAsync();
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.ProtocolError);
    }

    [Fact]
    public async Task A_connection_that_says_nothing_is_closed()
    {
        await using var fixture = await BrokerFixture.StartAsync(
            new MqttBrokerOptions { ConnectTimeout = TimeSpan.FromMilliseconds(200) });
        using var mute = await RawConnection.OpenAsync(fixture.Port);
        await mute.UntilClosedAsync();
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.ConnectTimeout);
    }

    [Fact]
    public async Task A_session_opens_when_its_connect_comes_byte_by_byte_with_more_behind_it()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var raw = await RawConnection.OpenAsync(fixture.Port);
        byte[] bytes = [.. MqttEncoder.Encode(new ConnectPacket("slow", true, 0)), .. MqttEncoder.Encode(BarePacket.PingRequest)];
        foreach (var value in bytes)
        {
            await raw.SendAsync([value]);
        }

        Assert.IsType<ConnAckPacket>(await raw.ReceiveAsync());
        Assert.Equal(MqttPacketType.PingResp, (await raw.ReceiveAsync())!.Type);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_holds_up_nobody()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxQueuedBytesPerSession = 1 << 20 });
        using var stuck = await RawConnection.OpenSessionAsync(fixture.Port, "stuck");
        await stuck.SendAsync(new SubscribePacket(1, [new MqttSubscription("#", MqttQos.AtMostOnce)]));
        await Wait.UntilAsync(() => fixture.Broker.Sessions[0].Subscriptions == 1, "the subscription");
        await using var reader = await fixture.ConnectAsync("reader");
        await reader.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await using var publisher = await fixture.ConnectAsync("publisher");
        var body = new string('x', 100_000);

        for (var i = 0; i < 200; i++)
        {
            await publisher.PublishAckedAsync("a", body);
            await reader.NextMessageAsync();
        }

        var session = Assert.Single(fixture.Broker.Sessions, s => s.ClientId == "stuck");
        Assert.True(session.Dropped > 0, $"{session}");
        Assert.InRange(session.Queued, 1, 12);
    }

    [Fact]
    public async Task A_client_that_asks_and_does_not_read_the_answers_is_read_no_further()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var greedy = await RawConnection.OpenSessionAsync(fixture.Port, "greedy");
        var pings = new byte[64 * 1024];
        for (var i = 0; i < pings.Length; i += 2)
        {
            pings[i] = 0xC0;
        }

        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 400; i++)
            {
                await greedy.SendAsync(pings); // 26 MB of answers, far more than socket buffers and the broker's limit hold.
            }
        });
        await using var good = await fixture.ConnectAsync("good");
        for (var i = 0; i < 100; i++)
        {
            await good.PublishAckedAsync("still", "alive");
        }

        Assert.False(sending.IsCompleted);
        greedy.Dispose();
        await Task.WhenAny(sending); // It may end with an exception: its connection is gone.
    }

    [Fact]
    public async Task Limits_on_subscriptions_sessions_and_retained_messages_hold()
    {
        await using var fixture = await BrokerFixture.StartAsync(
            new MqttBrokerOptions { MaxSubscriptionsPerSession = 2, MaxSessions = 2, MaxRetainedMessages = 1 });
        await using var client = await fixture.ConnectAsync("c");
        Assert.Equal(
            [
                MqttSubscribeCode.GrantedQos0, MqttSubscribeCode.GrantedQos0,
                MqttSubscribeCode.Failure, MqttSubscribeCode.GrantedQos1,
            ],
            await client.SubscribeAsync([
                new("a", MqttQos.AtMostOnce), new("b", MqttQos.AtMostOnce),
                new("c", MqttQos.AtMostOnce), new("a", MqttQos.AtLeastOnce)]));

        await client.PublishAckedAsync("state/1", "kept", retain: true);
        await client.PublishAckedAsync("state/2", "not kept", retain: true);
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.RetainedStoreFull);
        Assert.Equal((1, 1L), (fixture.Broker.Statistics.Retained, fixture.Broker.Statistics.DroppedRetainedFull));

        await using var second = await fixture.ConnectAsync("d");
        var third = await MqttClient.ConnectAsync(ClientHelp.Options(fixture.Port, "e"));
        Assert.Equal((MqttConnectFailure.Refused, MqttConnectReturnCode.ServerUnavailable), (third.Failure, third.ReturnCode));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task The_broker_outlives_a_storm_of_damaged_packets(int seed)
    {
        await using var fixture = await BrokerFixture.StartAsync(
            new MqttBrokerOptions { ConnectTimeout = TimeSpan.FromSeconds(1) });
        await using var good = await fixture.ConnectAsync("good");
        await good.SubscribeAsync("good/#", MqttQos.AtLeastOnce);
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            using var bad = await RawConnection.OpenAsync(fixture.Port);
            if (random.Next(2) == 0)
            {
                await bad.SendAsync(new ConnectPacket($"bad-{random.Next(5)}", random.Next(2) == 0, 0));
            }

            for (var i = random.Next(1, 5); i > 0; i--)
            {
                var bytes = PacketSamples.Bytes(PacketSamples.All[random.Next(PacketSamples.All.Count)].Hex);
                bytes[random.Next(bytes.Length)] ^= (byte)random.Next(256);
                await bad.SendAsync(bytes);
            }
        }

        await good.PublishAsync(MqttMessage.FromText("good/end", "alive", MqttQos.AtLeastOnce));
        Assert.Equal("alive", (await good.NextMessageAsync()).Message.PayloadText);
        await Wait.UntilAsync(() => fixture.Broker.Statistics.Connected == 1, $"all others are gone (seed {seed})");
        Assert.True(fixture.Broker.Statistics.ProtocolErrors > 0);
    }

    private static async Task<MqttBrokerStatistics> RefusalsAsync(BrokerFixture fixture)
    {
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Refused);
        return fixture.Broker.Statistics;
    }
}
