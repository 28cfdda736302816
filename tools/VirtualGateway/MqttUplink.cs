using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Uplink;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.VirtualGateway;

/// <summary>
/// Carries out the core's network outputs over a real connection and brings back what happens as events. Keeps no messages:
/// the core's window is the only outbox. A connection that ended is never asked again.
/// </summary>
internal sealed class MqttUplink : IAsyncDisposable
{
    private readonly MqttClientOptions[] _brokers;
    private readonly Topics _topics;
    private readonly ChannelWriter<HostEvent> _events;
    private readonly object _gate = new();
    private readonly Dictionary<ushort, int> _tokens = [];
    private MqttClient? _client;
    private CancellationTokenSource? _attempt;
    private int _connection;
    private Task _work = Task.CompletedTask;

    /// <summary>Makes an uplink that is not connected.</summary>
    /// <param name="brokers">How to reach the primary and the secondary broker.</param>
    /// <param name="topics">The gateway's topics.</param>
    /// <param name="events">Takes what happens.</param>
    public MqttUplink(MqttClientOptions[] brokers, Topics topics, ChannelWriter<HostEvent> events)
    {
        _brokers = brokers;
        _topics = topics;
        _events = events;
    }

    /// <summary>Number of the present connection or attempt; events of others are history.</summary>
    public int Connection => _connection;

    /// <summary>Begins an attempt.</summary>
    /// <param name="broker">0 the primary broker, 1 the secondary one.</param>
    public void Connect(int broker)
    {
        Disconnect();
        int connection = _connection;
        _attempt = new CancellationTokenSource();
        MqttClientOptions options = _brokers[broker] with
        {
            // The core has a time for each phase, and gives up by them.
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            OnPhase = phase => _events.TryWrite(new HostEvent.Phase(connection, PhaseOf(phase))),
        };
        _work = RunAsync(connection, options, _attempt.Token);
    }

    /// <summary>
    /// Drops the connection without a word: what a person pulling the plug does. What it still had to tell is history: a connection
    /// that came about a moment too late must not be taken for one.
    /// </summary>
    public void Disconnect()
    {
        _connection++;
        _attempt?.Cancel();
        lock (_gate)
        {
            _client?.Abort();
            _client = null;
            _tokens.Clear();
        }
    }

    /// <summary>Leaves politely: what was published before still goes out.</summary>
    public async Task LeaveAsync()
    {
        MqttClient? client;
        lock (_gate)
        {
            client = _client;
            _client = null;
        }

        if (client != null)
        {
            await client.DisconnectAsync();
        }

        Disconnect();
    }

    /// <summary>Hands a message to the connection; false when there is none or its buffer is full.</summary>
    public bool Publish(GatewayOutput output)
    {
        var message = new MqttMessage(
            output.Topic,
            output.Payload.AsSpan(0, output.PayloadLength).ToArray(),
            output.Qos == 1 ? MqttQos.AtLeastOnce : MqttQos.AtMostOnce,
            output.Retain);
        lock (_gate)
        {
            if (_client == null || !_client.TryPublish(message, out ushort packetId))
            {
                return false;
            }

            // An acknowledgement that is here already waits for this lock.
            if (output.Token != GatewayOutput.NoToken)
            {
                _tokens[packetId] = output.Token;
            }

            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Disconnect();
        await _work;
    }

    private async Task RunAsync(int connection, MqttClientOptions broker, CancellationToken stop)
    {
        MqttClient? client = null;
        try
        {
            MqttConnectResult result = await MqttClient.ConnectAsync(broker, stop);
            if (!result.IsConnected)
            {
                _events.TryWrite(new HostEvent.Down(connection, CauseOf(result), $"{result.Failure}: {result.Detail}"));
                return;
            }

            client = result.Client;
            lock (_gate)
            {
                if (stop.IsCancellationRequested)
                {
                    return;
                }

                _client = client;
            }

            foreach (string topic in new[] { _topics.Ack, _topics.Command })
            {
                if (await client.SubscribeAsync(topic, MqttQos.AtLeastOnce, stop) == MqttSubscribeCode.Failure)
                {
                    _events.TryWrite(new HostEvent.Down(connection, IncidentCause.Credentials, $"the broker refuses the subscription to {topic}"));
                    return;
                }
            }

            _events.TryWrite(new HostEvent.Up(connection));
            await foreach (MqttEvent happened in client.Events.ReadAllAsync(stop))
            {
                Report(connection, happened);
            }
        }
        catch (Exception ended)
        {
            // Whatever it was, the core must hear that there is no connection: it would wait for ever for one that says nothing.
            _events.TryWrite(new HostEvent.Down(connection, IncidentCause.Broker, ended.Message));
        }
        finally
        {
            client?.Abort();
            if (client != null)
            {
                await client.DisposeAsync();
            }
        }
    }

    private void Report(int connection, MqttEvent happened)
    {
        switch (happened)
        {
            case MqttPublishAcked acked:
                lock (_gate)
                {
                    if (_tokens.Remove(acked.PacketId, out int token))
                    {
                        _events.TryWrite(new HostEvent.Taken(connection, token));
                    }
                }

                break;

            case MqttMessageReceived received:
                _events.TryWrite(new HostEvent.Arrived(connection, received.Message.Topic, received.Message.Payload.ToArray()));
                break;

            case MqttDisconnected ended:
                _events.TryWrite(new HostEvent.Down(connection, IncidentCause.Broker, $"{ended.Reason}: {ended.Detail}"));
                break;
        }
    }

    private static byte PhaseOf(MqttConnectPhase phase) => phase switch
    {
        MqttConnectPhase.Dns => ConnectPhase.Dns,
        MqttConnectPhase.Tcp => ConnectPhase.Tcp,
        MqttConnectPhase.Tls => ConnectPhase.Tls,
        _ => ConnectPhase.Connack,
    };

    // A broker that is full, or starting, says "server unavailable": that is no word about who we are.
    private static byte CauseOf(MqttConnectResult result) => result.Failure switch
    {
        MqttConnectFailure.Dns => IncidentCause.Dns,
        MqttConnectFailure.Refused when result.ReturnCode == MqttConnectReturnCode.ServerUnavailable => IncidentCause.Broker,
        MqttConnectFailure.Tls or MqttConnectFailure.Refused => IncidentCause.Credentials,
        _ => IncidentCause.Broker,
    };
}
