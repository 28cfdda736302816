using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// The collector: its own broker or a connection to an existing one, and from there into the database. It acknowledges a message
/// to the broker, and publishes the watermark, only after the commit. It outlives the broker: it connects again for ever.
/// </summary>
/// <param name="options">How it runs.</param>
public sealed class CollectorService(CollectorOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan LookDistance = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _brokerGate = new(1);
    private EmbeddedBroker? _broker;
    private SqliteStore? _store;
    private CollectorDesk? _desk;
    private long _connects;
    private long _brokerRestarts;
    private volatile MqttClient? _subscribed;

    /// <summary>Where the embedded broker listens; null before <see cref="StartAsync"/> and with an existing broker.</summary>
    public IPEndPoint? EndPoint => _broker?.EndPoint;

    /// <summary>Counters at this moment.</summary>
    public CollectorStatistics Statistics => (_desk?.Statistics ?? new CollectorStatistics()) with
    {
        Connects = Interlocked.Read(ref _connects),
        BrokerRestarts = Interlocked.Read(ref _brokerRestarts),
        IsConnected = _subscribed?.IsConnected == true,
    };

    /// <summary>
    /// Opens the database and the listener, so that what is wrong shows at once. <see cref="RunAsync"/> does it otherwise.
    /// </summary>
    /// <returns>Where the embedded broker listens, or null with an existing broker.</returns>
    /// <exception cref="CollectorException">The database cannot be used or the port is in use: one line for people.</exception>
    public async Task<IPEndPoint?> StartAsync()
    {
        if (_store is not null)
        {
            return EndPoint;
        }

        _store = SqliteStore.Open(options.DatabasePath);
        _desk = new CollectorDesk(options, _store);
        RegisterGateways(_store);
        if (options.Broker is null)
        {
            var broker = new EmbeddedBroker(
                options.EmbeddedBroker, options.Users, text => Tell(CollectorNoticeKind.AccessProblem, text));
            await broker.StartAsync(options.Listen).ConfigureAwait(false);
            _broker = broker;
            Tell(CollectorNoticeKind.Listening, $"listening on {broker.EndPoint}");
        }

        return EndPoint;
    }

    /// <summary>
    /// Runs until cancelled; then finishes the message in hand, says goodbye to the broker, closes the database, and returns.
    /// </summary>
    /// <exception cref="CollectorException">
    /// The database cannot be used or is damaged, or the port is in use: one line for people. A broker that is away is no
    /// exception.
    /// </exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        await StartAsync().ConfigureAwait(false);
        try
        {
            var failures = 0;
            while (!cancel.IsCancellationRequested)
            {
                failures = await RunConnectionAsync(cancel).ConfigureAwait(false) ? 0 : failures + 1;
                await Task.Delay(BackoffAfter(failures), options.Clock, cancel).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            await CloseAsync().ConfigureAwait(false);
        }

        Tell(CollectorNoticeKind.Stopped, "stopped");
    }

    /// <summary>
    /// Ends the embedded broker as a crash would, with its sessions and retained messages, and starts it again on its port.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no embedded broker.</exception>
    public async Task RestartBrokerAsync()
    {
        await _brokerGate.WaitAsync().ConfigureAwait(false);
        try
        {
            var broker = _broker ?? throw new InvalidOperationException("There is no embedded broker.");
            await broker.RestartAsync().ConfigureAwait(false);
            Interlocked.Increment(ref _brokerRestarts);
        }
        finally
        {
            _brokerGate.Release();
        }
    }

    /// <summary>Closes at once. <see cref="RunAsync"/> must have returned or never been called.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _brokerGate.Dispose();
    }

    // Provisioned and never heard from is something that the ledger should show.
    private void RegisterGateways(SqliteStore store)
    {
        try
        {
            using var transaction = store.Begin();
            foreach (var id in options.Keys.Gateways)
            {
                transaction.GatewayNumber(id);
            }

            transaction.Commit();
        }
        catch (CollectorStoreException exception)
        {
            throw new CollectorException($"{options.DatabasePath}: {exception.Message}", exception);
        }
    }

    /// <summary>Makes one connection and serves it to its end; false when it did not come about or the store failed.</summary>
    private async Task<bool> RunConnectionAsync(CancellationToken cancel)
    {
        var result = await MqttClient.ConnectAsync(ClientOptions(), cancel).ConfigureAwait(false);
        if (!result.IsConnected)
        {
            Tell(CollectorNoticeKind.Unreachable,
                $"no connection to {BrokerName}: {result.Failure} in {result.Phase}: {result.Detail}");
            return false;
        }

        await using var client = result.Client;
        try
        {
            return await ServeAsync(client, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await client.DisconnectAsync().ConfigureAwait(false);
            throw;
        }
        catch (MqttClosedException)
        {
            Tell(CollectorNoticeKind.Disconnected, $"lost the connection to {BrokerName}");
            return false;
        }
        catch (CollectorStoreException exception) when (!exception.IsDamaged)
        {
            // Without a commit there is no acknowledgement: dropping the connection makes the sender try again.
            Tell(CollectorNoticeKind.StoreFailed, exception.Message);
            return false;
        }
        catch (CollectorStoreException exception)
        {
            throw new CollectorException($"{options.DatabasePath}: {exception.Message}", exception);
        }
    }

    private async Task<bool> ServeAsync(MqttClient client, CancellationToken cancel)
    {
        // Before anything is subscribed to: no newer acknowledgement of ours can be overtaken by these.
        foreach (var message in _desk!.Greeting())
        {
            await client.PublishAsync(message, cancel: cancel).ConfigureAwait(false);
        }

        // While the answer to SUBSCRIBE is awaited, retained messages already come: they must be read, or the answer never is.
        var subscribing = SubscribeAsync(client, cancel);
        var lastLook = options.Clock.GetTimestamp();
        var more = client.Events.WaitToReadAsync(cancel).AsTask();
        while (true)
        {
            if (options.Clock.GetElapsedTime(lastLook) >= LookDistance)
            {
                lastLook = options.Clock.GetTimestamp();
                await AskAsync(client, cancel).ConfigureAwait(false);
            }

            if (!more.IsCompleted && await Task.WhenAny(more, Task.Delay(LookDistance, cancel)).ConfigureAwait(false) != more)
            {
                cancel.ThrowIfCancellationRequested();
                continue;
            }

            if (!await more.ConfigureAwait(false))
            {
                return await subscribing.ConfigureAwait(false);
            }

            if (client.Events.TryRead(out var happened))
            {
                await TakeAsync(client, happened, cancel).ConfigureAwait(false);
            }

            more = client.Events.WaitToReadAsync(cancel).AsTask();
        }
    }

    private async Task TakeAsync(MqttClient client, MqttEvent happened, CancellationToken cancel)
    {
        if (happened is MqttMessageReceived received)
        {
            options.OnStep?.Invoke(CollectorStep.Received, received.Message);
            if (_desk!.Take(received.Message) is { } answer)
            {
                options.OnStep?.Invoke(CollectorStep.Committed, received.Message);
                await client.PublishAsync(answer, cancel: cancel).ConfigureAwait(false);
            }

            client.Acknowledge(received.PacketId);
        }
        else if (happened is MqttDisconnected ended)
        {
            Tell(CollectorNoticeKind.Disconnected, $"lost the connection to {BrokerName}: {ended.Detail}");
        }
    }

    private async Task AskAsync(MqttClient client, CancellationToken cancel)
    {
        foreach (var command in _desk!.DueCommands())
        {
            await client.PublishAsync(command, cancel: cancel).ConfigureAwait(false);
        }
    }

    private async Task<bool> SubscribeAsync(MqttClient client, CancellationToken cancel)
    {
        try
        {
            foreach (var code in await client.SubscribeAsync(CollectorDesk.Subscriptions, cancel).ConfigureAwait(false))
            {
                if (code == MqttSubscribeCode.Failure)
                {
                    Tell(CollectorNoticeKind.Unreachable,
                        $"{BrokerName} refuses a subscription: check the collector's rights there");
                    client.Abort();
                    return false;
                }
            }

            _subscribed = client;
            Interlocked.Increment(ref _connects);
            Tell(CollectorNoticeKind.Connected, $"connected to {BrokerName}");
            return true;
        }
        catch (Exception exception) when (exception is MqttClosedException or TimeoutException or OperationCanceledException)
        {
            client.Abort();
            return false;
        }
    }

    private string BrokerName => options.Broker?.ToString() ?? "the embedded broker";

    private MqttClientOptions ClientOptions() => new()
    {
        Host = options.Broker?.Host ?? "embedded",
        Port = options.Broker?.Port ?? 0,
        ClientId = options.ClientId,
        CleanSession = !options.PersistentSession,
        UserName = options.UserName,
        Password = options.Password,
        Tls = options.Broker is null ? null : options.Tls,
        ManualAcknowledge = true,
        KeepAliveSeconds = 20,
        EventCapacity = 256,
        OpenStream = _broker is { } broker ? broker.OpenStreamAsync : null,
    };

    private TimeSpan BackoffAfter(int failures)
    {
        var doubled = options.FirstBackoff * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        var longest = doubled < options.LongestBackoff ? doubled : options.LongestBackoff;
        return longest * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    private async Task CloseAsync()
    {
        await _brokerGate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_broker is { } broker)
            {
                await broker.StopAsync().ConfigureAwait(false);
                await broker.DisposeAsync().ConfigureAwait(false);
                _broker = null;
            }

            _store?.Dispose();
            _store = null;
        }
        finally
        {
            _brokerGate.Release();
        }
    }

    private void Tell(CollectorNoticeKind kind, string text) => options.OnNotice?.Invoke(new CollectorNotice(kind, text));
}
