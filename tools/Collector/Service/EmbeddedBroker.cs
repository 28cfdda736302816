using System;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Collector;

/// <summary>The collector's own broker. It can be restarted on its port, as a crash and a new start would.</summary>
internal sealed class EmbeddedBroker(MqttBrokerOptions options) : IAsyncDisposable
{
    private const int BindAttempts = 50;
    private static readonly TimeSpan BindPause = TimeSpan.FromMilliseconds(100);

    private MqttBroker? _broker;

    /// <summary>Where it listens.</summary>
    public IPEndPoint? EndPoint { get; private set; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="CollectorException">It cannot, for example because the port is in use.</exception>
    public async Task StartAsync(IPEndPoint endPoint)
    {
        var broker = new MqttBroker(options);
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

    /// <summary>Drops every connection, session and retained message, and listens again on the same port.</summary>
    public async Task RestartAsync()
    {
        await _broker!.DisposeAsync().ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StartAsync(EndPoint!).ConfigureAwait(false);
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
    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;
}
