using System;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Cli.Platform;

/// <summary>Sends commands to one gateway and hears its answers.</summary>
internal sealed class CommandSession : IAsyncDisposable
{
    /// <summary>How long to wait for what the broker remembers of the gateway.</summary>
    private static readonly TimeSpan MemoryPatience = TimeSpan.FromSeconds(2);

    private readonly MqttClient _client;
    private readonly GatewayId _id;
    private readonly byte[] _key;
    private long _counter;

    private CommandSession(MqttClient client, GatewayId id, byte[] key)
    {
        _client = client;
        _id = id;
        _key = key;
    }

    /// <summary>Epoch of the gateway's journal as its heartbeat says; 0 when unknown.</summary>
    public uint Epoch { get; private set; }

    /// <summary>Pages of the gateway that came since the session began, in messages.</summary>
    public int PageMessages { get; private set; }

    private string State { get; set; } = "";

    private long HeartbeatCounter { get; set; }

    private bool HasHeartbeat { get; set; }

    /// <summary>Subscribes, and looks at what the broker remembers of the gateway.</summary>
    /// <param name="client">A connected client; the session owns it.</param>
    /// <param name="id">The gateway.</param>
    /// <param name="key">Its key.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="CliException">The broker refuses, or says that the gateway is offline.</exception>
    public static async Task<CommandSession> OpenAsync(MqttClient client, GatewayId id, byte[] key, CancellationToken stop)
    {
        var session = new CommandSession(client, id, key);
        Task subscribing = session.SubscribeAsync(stop);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(MemoryPatience);
        while (!(session.HasHeartbeat && session.State.Length > 0) && await session.NextAsync(limit.Token) is { } happened)
        {
            session.Look(happened);
            stop.ThrowIfCancellationRequested();
        }

        await subscribing;
        return session.State != "offline" ? session : throw new CliException(
            $"{id} is offline: a command waits nowhere, send it when the gateway is back (see 'zhisan monitor')");
    }

    /// <summary>Sends a command and waits for answers until one is final.</summary>
    /// <param name="make">Makes the command out of its id and counter.</param>
    /// <param name="patience">How long the gateway may be silent.</param>
    /// <param name="isFinal">Whether an answer is the last one.</param>
    /// <param name="heard">Told every answer.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The last answer; null when none came in time.</returns>
    public async Task<RemoteReply?> RunAsync(
        Func<string, long, RemoteCommand> make, TimeSpan patience, Func<RemoteReply, bool> isFinal, Action<RemoteReply> heard, CancellationToken stop)
    {
        const string Stale = "stale-counter";
        RemoteReply? last = await SendAsync(make, patience, isFinal, heard, stop);
        if (last is not { Status: "refused", Reason: Stale })
        {
            return last;
        }

        // Somebody else's command came in between, or the heartbeat was older than the last command: once more, above it.
        const long Ahead = 600_000;
        _counter += Ahead;
        return await SendAsync(make, patience, isFinal, heard, stop);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task<RemoteReply?> SendAsync(
        Func<string, long, RemoteCommand> make, TimeSpan patience, Func<RemoteReply, bool> isFinal, Action<RemoteReply> heard, CancellationToken stop)
    {
        _counter = CommandCounter.Next(_counter, HeartbeatCounter, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        string id = "c-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        await _client.PublishAsync(make(id, _counter).ToMqtt(_key), cancel: stop);
        while (true)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(patience);
            if (await NextAnswerAsync(id, limit.Token) is not { } reply)
            {
                stop.ThrowIfCancellationRequested();
                return null;
            }

            heard(reply);
            if (isFinal(reply))
            {
                return reply;
            }
        }
    }

    // Pages of a replay prolong nothing: a gateway sends pages for other reasons too, and says 'done' when the broker took them.
    private async Task<RemoteReply?> NextAnswerAsync(string id, CancellationToken limit)
    {
        while (await NextAsync(limit) is { } happened)
        {
            if (happened is MqttMessageReceived received && received.Message.Topic == _id.TopicRoot + "/reply"
                && RemoteReply.Read(received.Message.Payload) is { } reply && reply.Id == id && reply.Counter == _counter)
            {
                return reply;
            }

            Look(happened);
        }

        return null;
    }

    private async Task SubscribeAsync(CancellationToken stop)
    {
        try
        {
            string root = _id.TopicRoot;
            foreach (MqttSubscribeCode code in await _client.SubscribeAsync(
                [
                    new(root + "/reply", MqttQos.AtLeastOnce), new(root + "/state", MqttQos.AtMostOnce),
                    new(root + "/heartbeat", MqttQos.AtMostOnce), new(root + "/pages", MqttQos.AtMostOnce),
                ],
                stop))
            {
                if (code == MqttSubscribeCode.Failure)
                {
                    throw new CliException($"the broker refuses to show the answers of {_id}: use a user with the platform's rights (--user)");
                }
            }
        }
        catch (Exception ended) when (ended is MqttClosedException or TimeoutException)
        {
            throw new CliException($"the broker did not answer: {ended.Message}");
        }
    }

    private async Task<MqttEvent?> NextAsync(CancellationToken limit)
    {
        try
        {
            MqttEvent happened = await _client.Events.ReadAsync(limit);
            return happened is MqttDisconnected end ? throw new CliException($"lost the connection to the broker: {end.Detail}") : happened;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (ChannelClosedException)
        {
            throw new CliException("lost the connection to the broker: try again");
        }
    }

    private void Look(MqttEvent happened)
    {
        if (happened is not MqttMessageReceived received)
        {
            return;
        }

        MqttMessage message = received.Message;
        if (message.Topic == _id.TopicRoot + "/state")
        {
            State = message.PayloadText;
        }
        else if (message.Topic == _id.TopicRoot + "/pages")
        {
            PageMessages++;
        }
        else if (message.Topic == _id.TopicRoot + "/heartbeat" && HeartbeatFacts.Read(message.Payload) is { } heartbeat)
        {
            HasHeartbeat = true;
            Epoch = heartbeat.Epoch;
            HeartbeatCounter = heartbeat.CommandCounter;
        }
    }
}
