using System;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>Short forms for what most tests do with a client.</summary>
internal static class ClientHelp
{
    public static MqttClientOptions Options(int port, string clientId) =>
        new() { Host = "127.0.0.1", Port = port, ClientId = clientId, ConnectTimeout = Wait.Limit, ResponseTimeout = Wait.Limit };

    public static async Task<MqttClient> ConnectAsync(
        int port, string clientId, Func<MqttClientOptions, MqttClientOptions>? change = null)
    {
        var options = Options(port, clientId);
        var result = await MqttClient.ConnectAsync(change?.Invoke(options) ?? options);
        Assert.True(result.IsConnected, $"{result.Failure} in {result.Phase}: {result.Detail}");
        return result.Client;
    }

    /// <summary>The next event, which must be of this type.</summary>
    public static async Task<T> NextAsync<T>(this MqttClient client)
        where T : MqttEvent =>
        Assert.IsType<T>(await client.Events.ReadAsync().AsTask().WaitAsync(Wait.Limit));

    /// <summary>The next message; other events are passed over, but the end is not.</summary>
    public static async Task<MqttMessageReceived> NextMessageAsync(this MqttClient client)
    {
        while (true)
        {
            switch (await client.Events.ReadAsync().AsTask().WaitAsync(Wait.Limit))
            {
                case MqttMessageReceived received:
                    return received;
                case MqttDisconnected end:
                    throw new InvalidOperationException($"The connection ended: {end}");
            }
        }
    }

    /// <summary>The end of the connection; other events are passed over.</summary>
    public static async Task<MqttDisconnected> EndAsync(this MqttClient client)
    {
        while (true)
        {
            if (await client.Events.ReadAsync().AsTask().WaitAsync(Wait.Limit) is MqttDisconnected end)
            {
                return end;
            }
        }
    }

    /// <summary>Publishes with QoS 1 and waits for the acknowledgement, which must be the next event.</summary>
    public static async Task PublishAckedAsync(this MqttClient client, string topic, string text, bool retain = false)
    {
        var packetId = await client.PublishAsync(MqttMessage.FromText(topic, text, MqttQos.AtLeastOnce, retain));
        Assert.Equal(packetId, (await client.NextAsync<MqttPublishAcked>()).PacketId);
    }
}
