using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class MqttClientTests
{
    [Fact]
    public async Task A_name_without_address_is_a_dns_failure()
    {
        var result = await MqttClient.ConnectAsync(ClientHelp.Options(1883, "c") with { Host = "no-such-host.invalid" });
        Assert.Equal((MqttConnectFailure.Dns, MqttConnectPhase.Dns), (result.Failure, result.Phase));
        Assert.Contains("no-such-host.invalid:1883", result.Detail);
    }

    [Fact]
    public async Task The_steps_of_an_attempt_are_told_as_they_begin()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        var told = new ConcurrentQueue<MqttConnectPhase>();
        await using var client = await fixture.ConnectAsync("c", options => options with { OnPhase = told.Enqueue });
        Assert.Equal([MqttConnectPhase.Dns, MqttConnectPhase.Tcp, MqttConnectPhase.ConnAck], told);
    }

    [Fact]
    public async Task A_closed_port_is_a_tcp_failure()
    {
        int port;
        using (var listener = Listen(out port))
        {
        }

        var result = await MqttClient.ConnectAsync(ClientHelp.Options(port, "c"));
        Assert.Equal((MqttConnectFailure.Tcp, MqttConnectPhase.Tcp), (result.Failure, result.Phase));
    }

    [Fact]
    public async Task A_broker_that_says_nothing_is_a_timeout_in_its_phase()
    {
        using var listener = Listen(out var port);
        var result = await MqttClient.ConnectAsync(
            ClientHelp.Options(port, "c") with { ConnectTimeout = TimeSpan.FromMilliseconds(200) });
        Assert.Equal((MqttConnectFailure.Timeout, MqttConnectPhase.ConnAck), (result.Failure, result.Phase));
    }

    [Theory]
    [InlineData("485454502F312E31", MqttConnectFailure.Protocol)]
    [InlineData("30030001 61", MqttConnectFailure.Protocol)] // MQTT, but not CONNACK
    [InlineData("", MqttConnectFailure.Tcp)] // hangs up
    [InlineData("20020003", MqttConnectFailure.Refused)]
    public async Task What_a_strange_server_answers_is_named(string hex, MqttConnectFailure expected)
    {
        using var listener = Listen(out var port);
        var connecting = MqttClient.ConnectAsync(ClientHelp.Options(port, "c"));
        using (var server = await listener.AcceptTcpClientAsync())
        {
            await server.GetStream().ReadAtLeastAsync(new byte[64], 10);
            await server.GetStream().WriteAsync(PacketSamples.Bytes(hex));
        }

        var result = await connecting;
        Assert.Equal((expected, MqttConnectPhase.ConnAck), (result.Failure, result.Phase));
        Assert.Null(result.Client);
    }

    [Fact]
    public async Task Cancelling_is_an_exception_and_bad_options_are_too()
    {
        using var listener = Listen(out var port);
        using var cancel = new System.Threading.CancellationTokenSource();
        var connecting = MqttClient.ConnectAsync(ClientHelp.Options(port, "c"), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await MqttClient.ConnectAsync(ClientHelp.Options(port, "c") with { Password = "without user" }));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await MqttClient.ConnectAsync(ClientHelp.Options(port, "c") with { KeepAliveSeconds = 65_536 }));
    }

    [Fact]
    public async Task A_broker_that_falls_silent_is_noticed_by_an_unanswered_ping()
    {
        var (server, client) = await ScriptedAsync(
            o => o with { KeepAliveSeconds = 1, PingTimeout = TimeSpan.FromMilliseconds(300) });
        using (server)
        await using (client)
        {
            Assert.Equal(MqttDisconnectReason.PingTimeout, (await client.EndAsync()).Reason);
        }
    }

    [Fact]
    public async Task Answered_pings_keep_an_idle_connection_open_past_both_keep_alives()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var idle = await fixture.ConnectAsync("idle", o => o with { KeepAliveSeconds = 3 });
        using var silent = await RawConnection.OpenSessionAsync(fixture.Port, "silent", keepAliveSeconds: 6);

        // By the time the broker gives up on a client with twice the keep-alive, it would have given up on ours long ago.
        Assert.Equal("silent", (await fixture.Notices.NextAsync(MqttBrokerNoticeKind.KeepAliveExpired)).ClientId);
        Assert.True(idle.IsConnected);
        await idle.PublishAckedAsync("still", "open");
    }

    [Fact]
    public async Task An_application_that_does_not_read_its_events_is_not_mistaken_for_a_silent_broker()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await using var busy = await fixture.ConnectAsync(
            "busy", o => o with { KeepAliveSeconds = 1, PingTimeout = TimeSpan.FromMilliseconds(200), EventCapacity = 1 });
        await busy.SubscribeAsync("a", MqttQos.AtLeastOnce);
        using var silent = await RawConnection.OpenSessionAsync(fixture.Port, "silent", keepAliveSeconds: 3);
        for (var i = 0; i < 50; i++)
        {
            fixture.Broker.Publish(MqttMessage.FromText("a", $"{i}", MqttQos.AtLeastOnce));
        }

        Assert.Equal("silent", (await fixture.Notices.NextAsync(MqttBrokerNoticeKind.KeepAliveExpired)).ClientId);

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"{i}", (await busy.NextMessageAsync()).Message.PayloadText);
        }
    }

    [Fact]
    public async Task Publishing_into_a_stalled_line_says_no_instead_of_waiting()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        StallingStream? line = null;
        await using var client = await fixture.ConnectAsync("c", o => o with
        {
            SendBufferBytes = 100_000,
            OpenStream = async cancel => line = new StallingStream(await fixture.Broker.OpenLocalStreamAsync(cancel)),
        });
        var message = new MqttMessage("a", new byte[30_000], MqttQos.AtLeastOnce);

        line!.Stall();

        Assert.True(client.TryPublish(message, out _));
        Assert.True(client.TryPublish(message, out _));
        Assert.True(client.TryPublish(message, out _));
        Assert.False(client.TryPublish(message, out var packetId));
        Assert.Equal(0, packetId);
        var waiting = client.PublishAsync(message).AsTask();
        Assert.False(waiting.IsCompleted);
        client.Abort();
        await Assert.ThrowsAsync<MqttClosedException>(() => waiting);
        Assert.False(client.TryPublish(message, out _));
    }

    [Fact]
    public async Task Disconnecting_over_a_stalled_line_gives_up_in_the_end()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        StallingStream? line = null;
        await using var client = await fixture.ConnectAsync("c", o => o with
        {
            ResponseTimeout = TimeSpan.FromMilliseconds(100),
            OpenStream = async cancel => line = new StallingStream(await fixture.Broker.OpenLocalStreamAsync(cancel)),
        });
        line!.Stall();

        await client.DisconnectAsync().WaitAsync(Wait.Limit);

        Assert.Equal(MqttDisconnectReason.Disconnected, (await client.EndAsync()).Reason);
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Lost);
        Assert.False(client.TryPublish(MqttMessage.FromText("a", "b"), out _));
    }

    [Fact]
    public async Task Acknowledgements_that_are_late_doubled_or_invented_do_no_harm()
    {
        var (server, client) = await ScriptedAsync();
        using (server)
        await using (client)
        {
            Assert.True(client.TryPublish(MqttMessage.FromText("a", "1", MqttQos.AtLeastOnce), out var first));
            Assert.True(client.TryPublish(MqttMessage.FromText("a", "2", MqttQos.AtLeastOnce), out var second));
            foreach (var packetId in new ushort[] { 999, second, second, first })
            {
                await server.GetStream().WriteAsync(MqttEncoder.Encode(AckPacket.Publish(packetId)));
            }

            Assert.Equal(second, (await client.NextAsync<MqttPublishAcked>()).PacketId);
            Assert.Equal(first, (await client.NextAsync<MqttPublishAcked>()).PacketId);
        }
    }

    [Theory]
    [InlineData("20020000")] // a second CONNACK
    [InlineData("90030007 00")] // the answer to nothing
    [InlineData("30FFFFFF7F")] // 256 MB announced
    [InlineData("3403 0001 61 0001")] // QoS 2
    public async Task A_server_that_breaks_the_protocol_is_left(string hex)
    {
        var (server, client) = await ScriptedAsync();
        using (server)
        await using (client)
        {
            await server.GetStream().WriteAsync(PacketSamples.Bytes(hex));
            Assert.Equal(MqttDisconnectReason.ProtocolError, (await client.EndAsync()).Reason);
        }
    }

    [Fact]
    public async Task A_subscription_without_answer_ends_in_a_timeout_or_with_the_connection()
    {
        var (server, client) = await ScriptedAsync(o => o with { ResponseTimeout = TimeSpan.FromMilliseconds(200) });
        await using (client)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => client.SubscribeAsync("a", MqttQos.AtLeastOnce));
            var waiting = client.SubscribeAsync("b", MqttQos.AtLeastOnce);
            server.Dispose();
            await Assert.ThrowsAnyAsync<Exception>(() => waiting);
            Assert.IsType<MqttDisconnected>(await client.Events.ReadAsync());
            await client.Events.Completion.WaitAsync(Wait.Limit);
            await Assert.ThrowsAsync<MqttClosedException>(() => client.SubscribeAsync("c", MqttQos.AtLeastOnce));
        }
    }

    [Fact]
    public async Task A_stream_of_ones_own_carries_the_connection()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        Stream? line = null;
        await using var client = await fixture.ConnectAsync("c", o => o with
        {
            Host = "behind the hill",
            OpenStream = async cancel =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, fixture.Port, cancel);
                return line = new NetworkStream(socket, ownsSocket: true);
            },
        });
        await client.PublishAckedAsync("a", "b");

        line!.Dispose(); // The line is cut.

        // Which of the two depends on who sees it first.
        Assert.Contains(
            (await client.EndAsync()).Reason, new[] { MqttDisconnectReason.NetworkError, MqttDisconnectReason.ClosedByBroker });
        await fixture.Notices.NextAsync(MqttBrokerNoticeKind.Lost);
    }

    private static TcpListener Listen(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }

    /// <summary>A client whose server accepts the session and from then on does only what the test does.</summary>
    private static async Task<(TcpClient Server, MqttClient Client)> ScriptedAsync(
        Func<MqttClientOptions, MqttClientOptions>? change = null)
    {
        using var listener = Listen(out var port);
        var connecting = ClientHelp.ConnectAsync(port, "c", change);
        var server = await listener.AcceptTcpClientAsync();
        await server.GetStream().ReadAtLeastAsync(new byte[64], 10);
        await server.GetStream().WriteAsync(MqttEncoder.Encode(new ConnAckPacket(false, MqttConnectReturnCode.Accepted)));
        return (server, await connecting);
    }
}
