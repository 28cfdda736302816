using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using Xunit;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Tests.Host.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Collector;

public sealed class CollectorServiceTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestGateway _gateway = Started("gw1", 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pages_over_mqtt_are_stored_then_acknowledged_with_a_retained_message()
    {
        await using var collector = await RunningCollector.StartAsync(RunningCollector.OptionsFor(_folder, _gateway));
        await using var client = await collector.ConnectAsync("yunwu/gw1");
        await client.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);
        await PublishAsync(client, _gateway.Messages());

        await UntilAckedAsync(client, _gateway.Durable);

        Assert.True(collector.Ledger.Complete);
        await using var late = await collector.ConnectAsync("late");
        await late.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);
        var retained = (await late.NextMessageAsync()).Message;
        Assert.True(retained.Retain);
        Assert.Equal($"{{\"epoch\":{_gateway.Journal.Epoch},\"through\":{_gateway.Durable}}}", retained.PayloadText);
    }

    [Fact]
    public async Task A_broker_that_restarts_costs_nothing_and_gets_the_watermarks_again()
    {
        await using var collector = await RunningCollector.StartAsync(RunningCollector.OptionsFor(_folder, _gateway));
        var port = collector.Port;
        var messages = _gateway.Pages();
        for (var i = 0; i < messages.Count; i++)
        {
            if (i % 3 == 1)
            {
                await collector.Service.RestartBrokerAsync();
                Assert.Equal(port, collector.Port);
            }

            // As the core does it: the same page again until the watermark has passed it.
            await SendUntilAckedAsync(collector, messages[i]);
        }

        Assert.True(collector.Service.Statistics.BrokerRestarts >= 2);
        Assert.True(collector.Ledger.Complete);
        Assert.Equal(_gateway.Durable, collector.Ledger.Totals.Records);

        // A broker that starts without memory knows the watermark as soon as the collector is back.
        await collector.Service.RestartBrokerAsync();
        await using var client = await collector.ConnectAsync("gateway");
        await client.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);
        await UntilAckedAsync(client, _gateway.Durable);
    }

    [Fact]
    public async Task What_was_committed_before_a_crash_is_acknowledged_after_it()
    {
        // Given a commit whose acknowledgement never left the house.
        var options = RunningCollector.OptionsFor(_folder, _gateway);
        using (var store = SqliteStore.Open(options.DatabasePath))
        {
            _gateway.Messages().ForEach(message => new PageIngest(options.Keys, store).Ingest(_gateway.Id, message));
        }

        await using var collector = await RunningCollector.StartAsync(options);
        await using var client = await collector.ConnectAsync("gateway");
        await client.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);

        await UntilAckedAsync(client, _gateway.Durable);
    }

    [Fact]
    public async Task An_existing_broker_may_come_late_go_and_come_back()
    {
        var port = FreePort();
        var options = RunningCollector.OptionsFor(_folder, _gateway) with { Broker = new BrokerAddress("127.0.0.1", port) };
        await using var collector = await RunningCollector.StartAsync(options, waits: false);
        Assert.Null(collector.Service.EndPoint);
        await collector.UntilToldAsync(CollectorNoticeKind.Unreachable);

        for (var life = 1; life <= 3; life++)
        {
            await using var broker = await BrokerFixture.StartAsync(port: port);
            await collector.UntilAsync(
                () => collector.Service.Statistics is { IsConnected: true } now && now.Connects == life, "connected");
            await using var client = await broker.ConnectAsync("gateway");
            await client.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);
            _gateway.Scans(20);
            await PublishAsync(client, _gateway.Messages());
            await UntilAckedAsync(client, _gateway.Durable);
        }

        Assert.True(collector.Ledger.Complete);
    }

    [Fact]
    public async Task A_persistent_session_keeps_pages_that_came_while_the_collector_was_away()
    {
        await using var broker = await BrokerFixture.StartAsync();
        var options = RunningCollector.OptionsFor(_folder, _gateway) with
        {
            Broker = new BrokerAddress("127.0.0.1", broker.Port), PersistentSession = true,
        };
        await using (await RunningCollector.StartAsync(options))
        {
        }

        await using var client = await broker.ConnectAsync("gateway");
        await PublishAsync(client, _gateway.Messages());
        await client.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);
        await using var collector = await RunningCollector.StartAsync(options);

        await UntilAckedAsync(client, _gateway.Durable);
    }

    [Fact]
    public async Task A_message_is_acknowledged_to_the_broker_only_after_its_commit()
    {
        await using var broker = await BrokerFixture.StartAsync();
        var options = RunningCollector.OptionsFor(_folder, _gateway) with
        {
            Broker = new BrokerAddress("127.0.0.1", broker.Port), PersistentSession = true,
        };
        await using var collector = await RunningCollector.StartAsync(options);
        Execute(options.DatabasePath, "CREATE TRIGGER full BEFORE INSERT ON pages BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        await using var client = await broker.ConnectAsync("gateway");
        await client.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);

        await PublishAsync(client, _gateway.Messages());
        await collector.UntilToldAsync(CollectorNoticeKind.StoreFailed);
        Assert.False(client.Events.TryPeek(out var early) && early is MqttMessageReceived);
        Execute(options.DatabasePath, "DROP TRIGGER full");

        // Nobody sends again: the broker still has it, because it was never told otherwise.
        await UntilAckedAsync(client, _gateway.Durable);
    }

    [Fact]
    public async Task While_the_commit_hangs_the_broker_is_told_nothing()
    {
        await using var broker = await BrokerFixture.StartAsync();
        var options = RunningCollector.OptionsFor(_folder, _gateway) with
        {
            Broker = new BrokerAddress("127.0.0.1", broker.Port),
        };
        await using var collector = await RunningCollector.StartAsync(options);
        await using var client = await broker.ConnectAsync("gateway");
        await client.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);
        long Unacknowledged() => broker.Broker.Sessions.Single(session => session.ClientId == options.ClientId).Inflight;

        using (var connection = new SqliteConnection($"Data Source={options.DatabasePath};Pooling=False"))
        {
            connection.Open();
            using var held = connection.BeginTransaction(deferred: false);
            await PublishAsync(client, [_gateway.Messages()[0]]);
            await collector.UntilAsync(() => collector.Service.Statistics.Messages == 1, "the message is in hand");
            await Task.Delay(200); // Time enough for a hasty acknowledgement to arrive; a right one never does.
            Assert.Equal(1, Unacknowledged());
        }

        await UntilAckedAsync(client, _gateway.Durable);
        await collector.UntilAsync(() => Unacknowledged() == 0, "the broker is told");
    }

    [Fact]
    public async Task A_page_lost_between_broker_and_collector_is_named_until_it_comes()
    {
        var dropped = 0;
        var victim = _gateway.Pages()[2];
        var options = RunningCollector.OptionsFor(_folder, _gateway) with
        {
            EmbeddedBroker = new MqttBrokerOptions
            {
                Intercept = publish =>
                    publish.Message.Payload.Span.SequenceEqual(victim) && Interlocked.Increment(ref dropped) <= 2
                        ? MqttInterceptVerdict.AcknowledgeAndDrop
                        : MqttInterceptVerdict.Deliver,
            },
        };
        await using var collector = await RunningCollector.StartAsync(options);
        await using var client = await collector.ConnectAsync("gateway");
        await client.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);
        await PublishAsync(client, _gateway.Pages());
        await client.PublishAsync(Message("heartbeat", _gateway.Heartbeat(), retain: true));
        var others = _gateway.Durable - Length(victim);
        await collector.UntilAsync(() => collector.Ledger.Totals.Records == others, "all others are here");

        var gap = Assert.Single(collector.Ledger.Gaps);
        Assert.Equal((GapKind.Pending, Runs.Range(victim).First), (gap.Kind, gap.FirstSequence));

        await PublishAsync(client, [victim]);
        await PublishAsync(client, [victim]);
        await UntilAckedAsync(client, _gateway.Durable);
        Assert.True(collector.Ledger.Complete);
    }

    [Fact]
    public async Task State_heartbeat_and_incident_colour_the_picture()
    {
        await using var collector = await RunningCollector.StartAsync(RunningCollector.OptionsFor(_folder, _gateway));
        await using (var client = await ClientHelp.ConnectAsync(
            collector.Port, "gateway", options => options with { Will = Message("state", "offline", retain: true) }))
        {
            await client.PublishAsync(Message("state", "online", retain: true));
            await client.PublishAsync(Message("heartbeat", _gateway.Heartbeat(), retain: true));
            await client.PublishAsync(Message("incident", "{\"epoch\":225,\"seq\":3,\"phase\":\"begin\",\"cause\":\"broker\"}"));
            await collector.UntilAsync(
                () => collector.Ledger.Gateways[0] is { State: "online", LastHeartbeat.Length: > 0 }, "online");
            client.Abort();
        }

        await collector.UntilAsync(() => collector.Ledger.Gateways[0].State == "offline", "the last will");
        Assert.Equal(_gateway.Durable, collector.Ledger.Totals.Pending);
    }

    [Fact]
    public async Task What_does_not_belong_is_counted_by_name_and_the_collector_lives_on()
    {
        await using var collector = await RunningCollector.StartAsync(RunningCollector.OptionsFor(_folder, _gateway));
        await using var client = await collector.ConnectAsync("vandal");
        string[] topics =
        [
            "zhisan/v1/Yunwu/gw1/pages", "zhisan/v1//gw1/pages", "zhisan/v1/yunwu/stranger/pages",
            "zhisan/v1/yunwu/gw1/heartbeat", "zhisan/v1/yunwu/gw1/state", "zhisan/v1/yunwu/gw1/incident",
        ];
        foreach (var topic in topics)
        {
            await client.PublishAsync(MqttMessage.FromText(topic, "garbage", MqttQos.AtLeastOnce));
        }

        await client.PublishAsync(new MqttMessage(Topic("pages"), new byte[100_000], MqttQos.AtLeastOnce));
        await client.PublishAsync(new MqttMessage(Topic("pages"), ReadOnlyMemory<byte>.Empty, MqttQos.AtLeastOnce));
        await client.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);
        await PublishAsync(client, _gateway.Messages());
        await UntilAckedAsync(client, _gateway.Durable);

        Assert.Equal(
            ["ForeignTopic:2", "HeaderTruncated:1", "Heartbeat:1", "Incident:1", "Oversize:1", "State:1", "UnknownGateway:1"],
            collector.Ledger.Rejections.Select(rejection => $"{rejection.Reason}:{rejection.Count}").Order());
        Assert.Equal(8, collector.Service.Statistics.Rejections);
        Assert.True(collector.Ledger.Complete);
    }

    [Fact]
    public async Task A_platform_that_lost_its_database_removes_the_watermarks_that_it_cannot_stand_for()
    {
        await using var broker = await BrokerFixture.StartAsync();
        broker.Broker.Publish(Message("ack", "{\"epoch\":225,\"through\":5000}", retain: true));
        var foreign = MqttMessage.FromText("zhisan/v1/other/gw9/ack", "{\"epoch\":1,\"through\":1}", MqttQos.AtLeastOnce,
            retain: true);
        broker.Broker.Publish(foreign);
        await using var collector = await RunningCollector.StartAsync(
            RunningCollector.OptionsFor(_folder, _gateway) with { Broker = new BrokerAddress("127.0.0.1", broker.Port) });
        await collector.UntilToldAsync(CollectorNoticeKind.AckRemoved);
        await collector.UntilAsync(() => broker.Broker.Statistics.Retained == 1, "the one that is not ours stays");
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_leaves_the_database_free()
    {
        await using var broker = await BrokerFixture.StartAsync();
        var options = RunningCollector.OptionsFor(_folder, _gateway)
            with { Listen = new IPEndPoint(IPAddress.Loopback, broker.Port) };
        await using (var service = new CollectorService(options))
        {
            var exception = await Assert.ThrowsAsync<CollectorException>(() => service.RunAsync(CancellationToken.None));
            Assert.Contains("in use", exception.Message);
            Assert.DoesNotContain('\n', exception.Message);
        }

        SqliteStore.Open(options.DatabasePath).Dispose();
    }

    [Fact]
    public async Task A_foreign_database_is_one_line()
    {
        var options = RunningCollector.OptionsFor(_folder, _gateway);
        await File.WriteAllTextAsync(options.DatabasePath, new string('x', 200));
        await using var service = new CollectorService(options);
        Assert.Contains("not an SQLite",
            (await Assert.ThrowsAsync<CollectorException>(() => service.RunAsync(CancellationToken.None))).Message);
    }

    [Fact]
    public async Task Stopping_returns_and_leaves_a_database_that_opens_at_once()
    {
        var options = RunningCollector.OptionsFor(_folder, _gateway);
        await using var collector = await RunningCollector.StartAsync(options);
        await using var client = await collector.ConnectAsync("gateway");
        await client.SubscribeAsync(Topic("ack"), MqttQos.AtLeastOnce);
        await PublishAsync(client, _gateway.Messages());
        await UntilAckedAsync(client, _gateway.Durable);

        await collector.StopAsync();

        await collector.UntilToldAsync(CollectorNoticeKind.Stopped);
        Assert.False(collector.Service.Statistics.IsConnected);
        using var store = SqliteStore.Open(options.DatabasePath);
        Assert.Equal(_gateway.Durable, Assert.Single(store.ReadAcks()).Through);
    }

    [Fact]
    public async Task Many_gateways_at_once_each_arrive_whole()
    {
        var gateways = Enumerable.Range(0, 12).Select(i => Started($"gw{i}", (byte)(i + 1))).ToArray();
        await using var collector = await RunningCollector.StartAsync(RunningCollector.OptionsFor(_folder, gateways));
        await Task.WhenAll(gateways.Select(async gateway =>
        {
            await using var client = await collector.ConnectAsync(gateway.Id.Gateway);
            await client.SubscribeAsync(gateway.Id.TopicRoot + "/ack", MqttQos.AtLeastOnce);
            foreach (var page in gateway.Pages())
            {
                await client.PublishAsync(new MqttMessage(gateway.Id.TopicRoot + "/pages", page, MqttQos.AtLeastOnce));
            }

            await UntilAckedAsync(client, gateway.Durable);
        }));

        Assert.True(collector.Ledger.Complete);
        Assert.Equal(gateways.Sum(gateway => gateway.Durable), collector.Ledger.Totals.Records);
    }

    [Theory]
    [InlineData("broker", "broker", 1883)]
    [InlineData("broker:1884", "broker", 1884)]
    [InlineData("10.0.0.1:65535", "10.0.0.1", 65535)]
    [InlineData("[::1]:1885", "::1", 1885)]
    [InlineData("::1", "::1", 1883)]
    public void Broker_addresses_read(string text, string host, int port) =>
        Assert.Equal(new BrokerAddress(host, port), BrokerAddress.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(":1883")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("ho st:1883")]
    public void What_is_no_broker_address_is_one_line(string text) =>
        Assert.DoesNotContain('\n', Assert.Throws<CollectorException>(() => BrokerAddress.Parse(text)).Message);

    private static TestGateway Started(string name, byte keySeed)
    {
        var gateway = new TestGateway(name, keySeed: keySeed);
        gateway.Boot(StopCause.FirstBoot);
        gateway.Anchor("2026-03-01T08:00:00Z");
        gateway.Scans(30);
        gateway.Messages();
        return gateway;
    }

    private static long Length(byte[] page) => Runs.Range(page).Last - Runs.Range(page).First + 1;

    // Another test may take the port in the moment between: then the broker cannot start on it, and says so.
    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private string Topic(string leaf) => $"{_gateway.Id.TopicRoot}/{leaf}";

    private MqttMessage Message(string leaf, string text, bool retain = false) =>
        new(Topic(leaf), Encoding.UTF8.GetBytes(text), MqttQos.AtLeastOnce, retain);

    private async Task PublishAsync(MqttClient client, IEnumerable<byte[]> messages)
    {
        foreach (var message in messages)
        {
            await client.PublishAsync(new MqttMessage(Topic("pages"), message, MqttQos.AtLeastOnce));
        }
    }

    private static async Task UntilAckedAsync(MqttClient client, long through)
    {
        while (!(await client.NextMessageAsync()).Message.PayloadText.EndsWith($":{through}}}", StringComparison.Ordinal))
        {
        }
    }

    private async Task SendUntilAckedAsync(RunningCollector collector, byte[] message)
    {
        var last = Runs.Range(message).Last;
        while (collector.Ledger.Gateways[0].AckedThrough < last)
        {
            await using var client = await collector.ConnectAsync("gateway");
            client.TryPublish(new MqttMessage(Topic("pages"), message, MqttQos.AtLeastOnce), out _);
            await Task.Delay(20);
        }
    }
}
