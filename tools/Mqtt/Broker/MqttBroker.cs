using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// An MQTT 3.1.1 broker for QoS 0 and 1 within this process. Sessions and retained messages live in memory: they end with it. One
/// object is one life of a broker; to start again, make another.
/// </summary>
public sealed class MqttBroker : IAsyncDisposable
{
    private const int NoticeCapacity = 4096;
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(100);

    private readonly MqttBrokerOptions _options;
    private readonly BrokerCore _core;
    private readonly ConcurrentDictionary<BrokerConnection, Task> _connections = [];
    private readonly Channel<MqttBrokerNotice> _notices;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _sweeping;
    private readonly Task _noticing;
    private BrokerListener? _listener;
    private Task _listening = Task.CompletedTask;
    private long _refused;
    private long _protocolErrors;

    /// <summary>Makes a broker that does not listen yet.</summary>
    public MqttBroker(MqttBrokerOptions? options = null)
    {
        _options = options ?? new MqttBrokerOptions();
        _core = new BrokerCore(_options, Notify);
        _notices = Channel.CreateBounded<MqttBrokerNotice>(
            new BoundedChannelOptions(NoticeCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        _sweeping = SweepAsync();
        _noticing = TellNoticesAsync();
    }

    /// <summary>Where the broker listens; null before <see cref="StartAsync"/>.</summary>
    public IPEndPoint? EndPoint => _listener?.EndPoint;

    /// <summary>Counters and sizes at this moment.</summary>
    public MqttBrokerStatistics Statistics => _core.Statistics() with
    {
        Refused = Interlocked.Read(ref _refused),
        ProtocolErrors = Interlocked.Read(ref _protocolErrors),
    };

    /// <summary>State of all sessions at this moment.</summary>
    public IReadOnlyList<MqttSessionInfo> Sessions => _core.Sessions();

    /// <summary>Listens.</summary>
    /// <param name="endPoint">Where; port 0 lets the system choose.</param>
    /// <returns>The bound end point.</returns>
    /// <exception cref="MqttBindException">
    /// It cannot, for example because the port is in use. The message is one line for people.
    /// </exception>
    /// <exception cref="InvalidOperationException">It was started before, or has stopped.</exception>
    public Task<IPEndPoint> StartAsync(IPEndPoint endPoint)
    {
        if (_listener is not null || _stopped.IsCancellationRequested)
        {
            throw new InvalidOperationException("A broker is started once.");
        }

        _listener = new BrokerListener(endPoint);
        _listening = Task.Run(() => _listener.RunAsync(Accept));
        return Task.FromResult(_listener.EndPoint);
    }

    /// <summary>
    /// Connects from within this process, past TLS and the network: use it as <see cref="MqttClientOptions.OpenStream"/>. The
    /// authenticator is asked as for any client, with no remote end point.
    /// </summary>
    /// <exception cref="IOException">The broker has stopped.</exception>
    public ValueTask<Stream> OpenLocalStreamAsync(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var (ours, theirs) = DuplexStream.CreatePair();
        Serve(ours, tls: null, remoteEndPoint: null);
        if (_stopped.IsCancellationRequested)
        {
            throw new IOException("The broker has stopped.");
        }

        return ValueTask.FromResult(theirs);
    }

    /// <summary>Publishes from within this process, without asking the authorizer.</summary>
    public void Publish(MqttMessage message) => _core.Publish(message);

    /// <summary>
    /// Drops a client's connection, for example because its credentials were revoked; its last will is published.
    /// </summary>
    /// <returns>False: it is not connected.</returns>
    public bool Disconnect(string clientId)
    {
        var connection = _core.Find(clientId);
        connection?.Close(MqttBrokerNoticeKind.Dropped, "dropped by the broker's owner");
        return connection is not null;
    }

    /// <summary>
    /// Stops listening, sends what is on its way, and closes all connections. No last wills are published. Returns when nothing
    /// runs.
    /// </summary>
    public async Task StopAsync()
    {
        _listener?.Dispose();
        foreach (var connection in _connections.Keys)
        {
            connection.CloseAfterSending();
        }

        await Task.WhenAny(Task.WhenAll(_connections.Values), Task.Delay(_options.StopTimeout)).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Drops everything at once, as a crash would: every connection, session and retained message. No last wills are published.
    /// </summary>
    public void Abort()
    {
        _stopped.Cancel();
        _listener?.Dispose();
        foreach (var connection in _connections.Keys)
        {
            connection.Close(MqttBrokerNoticeKind.Stopped, "the broker was aborted");
        }
    }

    /// <summary><see cref="Abort"/>, and waits until nothing runs any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort();
        await _listening.ConfigureAwait(false);
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        await _sweeping.ConfigureAwait(false);
        _notices.Writer.TryComplete();
        await _noticing.ConfigureAwait(false);
    }

    private void Accept(Socket socket)
    {
        if (_connections.Count >= _options.MaxConnections)
        {
            socket.Dispose();
            Notify(new MqttBrokerNotice(MqttBrokerNoticeKind.Refused, "", "too many connections"));
            return;
        }

        try
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            Serve(new NetworkStream(socket, ownsSocket: true), _options.Tls, socket.RemoteEndPoint);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            socket.Dispose(); // It was reset before we looked at it.
        }
    }

    private void Serve(Stream transport, SslServerAuthenticationOptions? tls, EndPoint? remoteEndPoint)
    {
        var connection = new BrokerConnection(_core, _options, Notify, transport, tls) { RemoteEndPoint = remoteEndPoint };
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ended.Task;
        _ = Task.Run(async () =>
        {
            await connection.RunAsync().ConfigureAwait(false);
            _connections.TryRemove(connection, out _);
            ended.SetResult();
        });

        if (_stopped.IsCancellationRequested)
        {
            connection.Close(MqttBrokerNoticeKind.Stopped, "the broker has stopped"); // Accepted while Abort went round.
        }
    }

    private async Task SweepAsync()
    {
        using var timer = new PeriodicTimer(SweepPeriod);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopped.Token).ConfigureAwait(false))
            {
                var nowMs = Environment.TickCount64;
                foreach (var connection in _connections.Keys)
                {
                    connection.CheckDeadline(nowMs);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void Notify(MqttBrokerNotice notice)
    {
        if (notice.Kind == MqttBrokerNoticeKind.Refused)
        {
            Interlocked.Increment(ref _refused);
        }
        else if (notice.Kind == MqttBrokerNoticeKind.ProtocolError)
        {
            Interlocked.Increment(ref _protocolErrors);
        }

        if (_options.OnNotice is not null)
        {
            _notices.Writer.TryWrite(notice);
        }
    }

    private async Task TellNoticesAsync()
    {
        await foreach (var notice in _notices.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            _options.OnNotice?.Invoke(notice);
        }
    }
}
