using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;
using RealBroker = ZhiSan.Edge.Tests.Host.Support.Mosquitto;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>Our client against Debian's mosquitto.</summary>
public class OurClientAgainstMosquittoTests
{
    [MosquittoFact]
    public async Task Both_qos_arrive_through_a_wildcard()
    {
        using var broker = await RealBroker.RunAsync();
        await using var subscriber = await ClientHelp.ConnectAsync(broker.Port, "subscriber");
        await using var publisher = await ClientHelp.ConnectAsync(broker.Port, "publisher");
        Assert.Equal(
            new List<MqttSubscribeCode> { MqttSubscribeCode.GrantedQos1, MqttSubscribeCode.GrantedQos0 },
            await subscriber.SubscribeAsync([new("tea/+/pages", MqttQos.AtLeastOnce), new("live/#", MqttQos.AtMostOnce)]));

        await publisher.PublishAckedAsync("tea/茶/pages", "one");
        await publisher.PublishAckedAsync("tea/a/b/pages", "elsewhere");
        await publisher.PublishAsync(MqttMessage.FromText("live", "zero"));

        var one = await subscriber.NextMessageAsync();
        Assert.Equal(("tea/茶/pages", "one", MqttQos.AtLeastOnce), (one.Message.Topic, one.Message.PayloadText, one.Message.Qos));
        var zero = await subscriber.NextMessageAsync();
        Assert.Equal(("live", "zero", MqttQos.AtMostOnce), (zero.Message.Topic, zero.Message.PayloadText, zero.Message.Qos));

        await subscriber.UnsubscribeAsync(["live/#"]);
        await publisher.PublishAsync(MqttMessage.FromText("live", "unwanted"));
        await publisher.PublishAckedAsync("tea/a/pages", "two");
        Assert.Equal("two", (await subscriber.NextMessageAsync()).Message.PayloadText);
    }

    [MosquittoFact]
    public async Task A_large_message_and_many_small_ones_keep_their_order()
    {
        using var broker = await RealBroker.RunAsync(extraConfiguration: "max_queued_messages 0");
        await using var subscriber = await ClientHelp.ConnectAsync(broker.Port, "subscriber");
        await subscriber.SubscribeAsync("pages", MqttQos.AtLeastOnce);
        await using var publisher = await ClientHelp.ConnectAsync(
            broker.Port, "publisher", o => o with { EventCapacity = 10_000 });

        await publisher.PublishAsync(MqttMessage.FromText("pages", new string('x', 200_000), MqttQos.AtLeastOnce));
        for (var i = 0; i < 2000; i++)
        {
            await publisher.PublishAsync(MqttMessage.FromText("pages", $"{i}", MqttQos.AtLeastOnce));
        }

        Assert.Equal(200_000, (await subscriber.NextMessageAsync()).Message.Payload.Length);
        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal($"{i}", (await subscriber.NextMessageAsync()).Message.PayloadText);
        }
    }

    [MosquittoFact]
    public async Task A_retained_message_greets_a_late_subscriber()
    {
        using var broker = await RealBroker.RunAsync();
        await using var publisher = await ClientHelp.ConnectAsync(broker.Port, "publisher");
        await publisher.PublishAckedAsync("gw/state", "online", retain: true);
        await using var late = await ClientHelp.ConnectAsync(broker.Port, "late");
        await late.SubscribeAsync("gw/state", MqttQos.AtLeastOnce);
        var greeting = await late.NextMessageAsync();
        Assert.Equal(("online", true), (greeting.Message.PayloadText, greeting.Message.Retain));
    }

    [MosquittoFact]
    public async Task The_last_will_follows_an_abort_and_not_a_disconnect()
    {
        using var broker = await RealBroker.RunAsync();
        await using var watcher = await ClientHelp.ConnectAsync(broker.Port, "watcher");
        await watcher.SubscribeAsync("#", MqttQos.AtLeastOnce);
        foreach (var clientId in new[] { "polite", "gone" })
        {
            var will = MqttMessage.FromText($"{clientId}/state", "offline", MqttQos.AtLeastOnce, retain: true);
            await using var client = await ClientHelp.ConnectAsync(broker.Port, clientId, o => o with { Will = will });
            if (clientId == "polite")
            {
                await client.DisconnectAsync();
                Assert.Equal(MqttDisconnectReason.Disconnected, (await client.EndAsync()).Reason);
            }
            else
            {
                client.Abort();
            }
        }

        Assert.Equal("gone/state", (await watcher.NextMessageAsync()).Message.Topic);
    }

    [MosquittoFact]
    public async Task A_persistent_session_keeps_what_was_not_acknowledged()
    {
        using var broker = await RealBroker.RunAsync();
        await using var publisher = await ClientHelp.ConnectAsync(broker.Port, "publisher");
        await using (var first = await ClientHelp.ConnectAsync(broker.Port, "platform", Careful))
        {
            Assert.False(first.SessionPresent);
            await first.SubscribeAsync("pages", MqttQos.AtLeastOnce);
            await publisher.PublishAckedAsync("pages", "1");
            await publisher.PublishAckedAsync("pages", "2");
            first.Acknowledge((await first.NextMessageAsync()).PacketId);
            Assert.Equal("2", (await first.NextMessageAsync()).Message.PayloadText); // Received, and never acknowledged.
            await first.UnsubscribeAsync(["unrelated"]); // A round trip: the acknowledgement before it has arrived.
            first.Abort();
        }

        await publisher.PublishAckedAsync("pages", "3");
        await using var second = await ClientHelp.ConnectAsync(broker.Port, "platform", Careful);
        Assert.True(second.SessionPresent);
        var again = await second.NextMessageAsync();
        Assert.Equal(("2", true), (again.Message.PayloadText, again.Duplicate));
        Assert.Equal("3", (await second.NextMessageAsync()).Message.PayloadText);
    }

    [MosquittoFact]
    public async Task User_and_password_are_checked()
    {
        using var broker = await RealBroker.RunAsync(users: new Dictionary<string, string> { ["tea"] = "right" });
        await using (await ClientHelp.ConnectAsync(broker.Port, "c", o => o with { UserName = "tea", Password = "right" }))
        {
        }

        foreach (var (user, password) in new[] { ("tea", "wrong"), ("coffee", "right"), (null, null) })
        {
            var result = await MqttClient.ConnectAsync(
                ClientHelp.Options(broker.Port, "c") with { UserName = user, Password = password });
            Assert.Equal(MqttConnectFailure.Refused, result.Failure);
            Assert.Contains(
                result.ReturnCode!.Value,
                new[] { MqttConnectReturnCode.NotAuthorized, MqttConnectReturnCode.BadUserNameOrPassword });
        }
    }

    [MosquittoFact]
    public async Task Another_client_with_our_identifier_takes_over()
    {
        using var broker = await RealBroker.RunAsync();
        await using var older = await ClientHelp.ConnectAsync(broker.Port, "gw");
        await using var newer = await ClientHelp.ConnectAsync(broker.Port, "gw");
        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await older.EndAsync()).Reason);
        await newer.PublishAckedAsync("a", "b");
    }

    [MosquittoFact]
    public async Task Pings_keep_an_idle_connection_open()
    {
        using var broker = await RealBroker.RunAsync();
        await using var client = await ClientHelp.ConnectAsync(broker.Port, "idle", o => o with { KeepAliveSeconds = 1 });
        await Wait.UntilAsync(
            () => broker.Log.Split("PINGRESP to idle").Length > 4, "mosquitto answered four pings");
        Assert.True(client.IsConnected);
        await client.PublishAckedAsync("a", "b");
    }

    [MosquittoFact]
    public async Task A_killed_broker_is_noticed_and_keeps_its_state_only_with_persistence()
    {
        foreach (var persistence in new[] { false, true })
        {
            using var broker = await RealBroker.RunAsync(persistence);
            await using var before = await ClientHelp.ConnectAsync(broker.Port, "platform", Careful);
            await before.SubscribeAsync("pages", MqttQos.AtLeastOnce);
            await before.PublishAckedAsync("gw/state", "online", retain: true);
            if (persistence)
            {
                await WaitUntilSavedAsync(broker);
            }

            broker.Kill();
            Assert.Contains(
                (await before.EndAsync()).Reason,
                new[] { MqttDisconnectReason.ClosedByBroker, MqttDisconnectReason.NetworkError });
            var refused = await MqttClient.ConnectAsync(ClientHelp.Options(broker.Port, "platform"));
            Assert.Equal(MqttConnectFailure.Tcp, refused.Failure);

            await broker.StartAsync();
            await using var after = await ClientHelp.ConnectAsync(broker.Port, "platform", Careful);
            Assert.Equal(persistence, after.SessionPresent);
            await after.SubscribeAsync("gw/state", MqttQos.AtLeastOnce);
            if (persistence)
            {
                Assert.Equal("online", (await after.NextMessageAsync()).Message.PayloadText);
            }
        }
    }

    /// <summary>
    /// mosquitto saves at the end of a turn of its loop, so the last change before a kill could be one too late.
    /// </summary>
    private static async Task WaitUntilSavedAsync(RealBroker broker)
    {
        await using (var nudge = await ClientHelp.ConnectAsync(broker.Port, "nudge"))
        {
            foreach (var i in Enumerable.Range(0, 3))
            {
                await nudge.PublishAckedAsync("nudge", $"{i}", retain: true);
            }
        }

        await Wait.UntilAsync(
            () => System.IO.File.Exists(System.IO.Path.Combine(broker.Folder, "mosquitto.db")), "mosquitto saved its state");
    }

    private static MqttClientOptions Careful(MqttClientOptions options) =>
        options with { CleanSession = false, ManualAcknowledge = true };
}
