using System;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// The collector's own broker. It can be restarted on its port, as a crash and a new start would. With users it drops the
/// connections of those whose access was revoked.
/// </summary>
internal sealed class EmbeddedBroker : IAsyncDisposable
{
    private const int BindAttempts = 50;
    private static readonly TimeSpan BindPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookDistance = TimeSpan.FromMilliseconds(500);

    private readonly MqttBrokerOptions _options;
    private readonly AccessControl? _access;
    private readonly Action<string> _tell;
    private readonly CancellationTokenSource _ended = new();
    private Task _watching = Task.CompletedTask;
    private volatile MqttBroker? _broker;

    /// <summary>Makes a broker that does not listen yet.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="users">Who may talk, or null: then the options decide.</param>
    /// <param name="tell">Told what is wrong with the users, for people.</param>
    public EmbeddedBroker(MqttBrokerOptions options, UserFile? users, Action<string> tell)
    {
        _access = users is null ? null : new AccessControl(users);
        _options = _access is null ? options : options with { Authenticator = _access, Authorizer = _access };
        _tell = tell;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint? EndPoint { get; private set; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="CollectorException">It cannot, for example because the port is in use.</exception>
    public async Task StartAsync(IPEndPoint endPoint)
    {
        await ListenAsync(endPoint).ConfigureAwait(false);
        if (_access is not null)
        {
            _watching = WatchAsync(_access);
        }
    }

    /// <summary>Drops every connection, session and retained message, and listens again on the same port.</summary>
    public async Task RestartAsync()
    {
        await _broker!.DisposeAsync().ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ListenAsync(EndPoint!).ConfigureAwait(false);
                return;
            }
            catch (CollectorException) when (attempt < BindAttempts)
            {
                await Task.Delay(BindPause).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Connects from within the process.</summary>
    public ValueTask<Stream> OpenStreamAsync(CancellationToken cancel) => _broker!.OpenLocalStreamAsync(cancel);

    /// <summary>Stops, after what is on its way was sent.</summary>
    public Task StopAsync() => _broker?.StopAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        if (_broker is { } broker)
        {
            await broker.DisposeAsync().ConfigureAwait(false);
        }

        _ended.Dispose();
    }

    private async Task ListenAsync(IPEndPoint endPoint)
    {
        var broker = new MqttBroker(_options);
        try
        {
            EndPoint = await broker.StartAsync(endPoint).ConfigureAwait(false);
            _broker = broker;
        }
        catch (MqttBindException exception)
        {
            await broker.DisposeAsync().ConfigureAwait(false);
            throw new CollectorException(exception.Message, exception);
        }
    }

    // Every connection is looked at every time: one that was let in while its user was being revoked is found at the next look.
    private async Task WatchAsync(AccessControl access)
    {
        using var timer = new PeriodicTimer(LookDistance);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token).ConfigureAwait(false))
            {
                if (access.Refresh() is { } problem)
                {
                    _tell(problem);
                }

                foreach (MqttSessionInfo session in _broker!.Sessions)
                {
                    if (session.IsConnected && !access.IsGood(session.Identity) && _broker.Disconnect(session.ClientId))
                    {
                        _tell($"{session.ClientId} was disconnected: its access was revoked");
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }
}
