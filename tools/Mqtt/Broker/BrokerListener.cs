using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Mqtt;

/// <summary>A listening socket that hands over each accepted connection.</summary>
internal sealed class BrokerListener : IDisposable
{
    private const int Backlog = 1024;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Binds and listens.</summary>
    /// <exception cref="MqttBindException">It cannot, for example because the port is in use.</exception>
    public BrokerListener(IPEndPoint endPoint)
    {
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(endPoint);
            _socket.Listen(Backlog);
        }
        catch (SocketException exception)
        {
            _socket.Dispose();
            throw new MqttBindException(Explain(endPoint, exception), exception);
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Accepts until disposed.</summary>
    public async Task RunAsync(Action<Socket> accepted)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                accepted(await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (Exception exception)
                when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // A client that vanished, or no descriptors left: neither may end the listener.
                await Task.WhenAny(Task.Delay(PauseAfterFailure, _stop.Token)).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
    }

    private static string Explain(IPEndPoint endPoint, SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"MQTT port {endPoint.Port} on {endPoint.Address} is in use by another program: stop it or choose another port.",
        SocketError.AccessDenied =>
            $"No permission to listen on MQTT port {endPoint.Port}: choose a port above 1023.",
        SocketError.AddressNotAvailable =>
            $"{endPoint.Address} is not an address of this machine: choose one that is, or 0.0.0.0.",
        _ => $"Cannot listen on {endPoint}: {exception.Message}.",
    };
}
