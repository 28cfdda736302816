using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Support;

namespace ZhiSan.Edge.Tests.Host.Processes.Uplink;

/// <summary>Others who speak in the platform's or in the gateway's name, with the real gateway, collector and mosquitto.</summary>
public sealed class ForeignVoiceTests : IDisposable
{
    private static readonly string Root = FieldRig.Id.TopicRoot;

    private readonly FieldRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [MosquittoFact]
    public async Task A_retained_acknowledgement_of_an_older_epoch_changes_nothing()
    {
        using Mosquitto broker = await Mosquitto.RunAsync();
        await using MqttClient other = await ClientHelp.ConnectAsync(broker.Port, "older-life");
        await other.PublishAckedAsync(Root + "/ack", "{\"epoch\":1,\"through\":1000000}", retain: true);
        _rig.StartGateway(broker.Port);
        await _rig.UntilSaidAsync("link up");
        await _rig.StartCollectorAsync(broker.Port);
        await _rig.UntilMoreIsAcknowledgedAsync();
        await _rig.AssertEverythingArrivesOnceAsync(broker.Port);
    }

    [MosquittoFact]
    public async Task A_duplicate_client_id_elsewhere_is_few_incidents_and_costs_nothing()
    {
        using Mosquitto broker = await Mosquitto.RunAsync();
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(broker.Port);
        await _rig.UntilMoreIsAcknowledgedAsync();
        const int Times = 6;
        for (int i = 1; i <= Times; i++)
        {
            await _rig.UntilSaidAsync("link up", times: i);
            await using MqttClient twin = await ClientHelp.ConnectAsync(broker.Port, FieldRig.Id.ToString());
            await _rig.UntilSaidAsync("link down", times: i);
        }

        await _rig.UntilMoreIsAcknowledgedAsync();
        await _rig.AssertEverythingArrivesOnceAsync(broker.Port);
        Assert.InRange(Ledger.Read(_rig.Database).Interruptions.Count(one => one.Cause == "broker"), 1, Times - 1);
    }

    [MosquittoFact]
    public async Task Forged_commands_are_counted_and_not_answered_and_replayed_ones_act_once()
    {
        using Mosquitto broker = await Mosquitto.RunAsync();
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(broker.Port);
        await _rig.UntilMoreIsAcknowledgedAsync();
        await using MqttClient platform = await ClientHelp.ConnectAsync(broker.Port, "platform");
        await platform.SubscribeAsync([new(Root + "/reply", MqttQos.AtLeastOnce), new(Root + "/heartbeat", MqttQos.AtLeastOnce)]);
        var heard = new Heard(platform);

        const long Counter = 1L << 50;
        var forged = new RemoteCommand(FieldRig.Id, "forged", Counter + 5, "identify").ToMqtt(new byte[KeyRing.KeyBytes]);
        MqttMessage real = _rig.Command("real", Counter, "identify");
        await platform.PublishAsync(forged);
        await platform.PublishAsync(real);
        Assert.Equal(("real", "ok", ""), await heard.ReplyAsync());
        await platform.PublishAsync(real);
        Assert.Equal(("real", "ok", ""), await heard.ReplyAsync());
        await platform.PublishAsync(_rig.Command("stale", Counter - 1, "identify"));
        Assert.Equal(("stale", "refused", "stale-counter"), await heard.ReplyAsync());

        // The forged one and the stale one.
        await _rig.UntilAsync(() => heard.RejectedCommands() == 2, "two rejected commands in the heartbeat");
        Assert.Equal(1, _rig.TimesSaid("identify: here I am"));
    }

    private sealed class Heard
    {
        private readonly System.Threading.Channels.Channel<JsonElement> _replies = System.Threading.Channels.Channel.CreateUnbounded<JsonElement>();
        private long _rejected;

        public Heard(MqttClient client)
        {
            _ = ListenAsync(client);
        }

        public long RejectedCommands() => System.Threading.Interlocked.Read(ref _rejected);

        public async Task<(string Id, string Status, string Reason)> ReplyAsync()
        {
            while (true)
            {
                JsonElement reply = await _replies.Reader.ReadAsync().AsTask().WaitAsync(Wait.Limit);

                // The collector may ask for something as well.
                if (reply.GetProperty("status").GetString() is "ok" or "refused" && reply.GetProperty("counter").GetInt64() >= (1L << 50) - 1)
                {
                    return (
                        reply.GetProperty("id").GetString()!,
                        reply.GetProperty("status").GetString()!,
                        reply.TryGetProperty("reason", out JsonElement reason) ? reason.GetString()! : "");
                }
            }
        }

        private async Task ListenAsync(MqttClient client)
        {
            await foreach (MqttEvent happened in client.Events.ReadAllAsync())
            {
                if (happened is not MqttMessageReceived { Message: var message })
                {
                    continue;
                }

                using JsonDocument json = JsonDocument.Parse(message.Payload);
                if (message.Topic.EndsWith("/reply", StringComparison.Ordinal))
                {
                    _replies.Writer.TryWrite(json.RootElement.Clone());
                }
                else
                {
                    System.Threading.Interlocked.Exchange(ref _rejected, json.RootElement.GetProperty("rejected").GetProperty("commands").GetInt64());
                }
            }
        }
    }
}
