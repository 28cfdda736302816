using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Tests.Host.Processes.Uplink;

/// <summary>The TCP line between a gateway and a broker, with the faults of real ones that no FIN tells of.</summary>
internal sealed class FieldLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly object _gate = new();
    private readonly List<Connection> _connections = [];
    private readonly int _brokerPort;
    private byte[] _awaited = [];
    private TaskCompletionSource _seen = new();

    public FieldLine(int brokerPort)
    {
        _brokerPort = brokerPort;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>
    /// From now on each open connection stays open and carries nothing, whatever its ends do; new ones work.
    /// </summary>
    public void GoDark() => ForEach(connection => connection.IsDark = true);

    /// <summary>Sends bytes to the gateway as if the broker had.</summary>
    public void Inject(byte[] bytes) => ForEach(connection => connection.Near.Send(bytes));

    /// <summary>Ends all connections.</summary>
    public void Cut() => ForEach(connection => connection.Dispose());

    /// <summary>
    /// Waits until the gateway has sent these words; what the broker says from then on is held back on that connection.
    /// </summary>
    public Task HoldAnswersFromAsync(string words)
    {
        lock (_gate)
        {
            _awaited = Encoding.UTF8.GetBytes(words);
            _seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _seen.Task;
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private void ForEach(Action<Connection> action)
    {
        lock (_gate)
        {
            _connections.ForEach(action);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(new Connection(await _listener.AcceptSocketAsync()));
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Connection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
        }

        try
        {
            await connection.Far.ConnectAsync(IPAddress.Loopback, _brokerPort);
            await Task.WhenAny(PumpAsync(connection, true), PumpAsync(connection, false));
        }
        catch (SocketException)
        {
            // The broker is away.
        }

        if (!connection.IsDark)
        {
            connection.Dispose();
        }
    }

    private async Task PumpAsync(Connection connection, bool up)
    {
        (Socket from, Socket to) = up ? (connection.Near, connection.Far) : (connection.Far, connection.Near);
        byte[] buffer = new byte[16 * 1024];
        try
        {
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
            {
                if (up)
                {
                    Look(connection, buffer.AsSpan(0, count));
                }

                if (!connection.IsDark && (up || !connection.HoldsAnswers))
                {
                    await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // One end is gone.
        }
    }

    private void Look(Connection connection, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_awaited.Length > 0 && bytes.IndexOf(_awaited) >= 0)
            {
                connection.HoldsAnswers = true;
                _awaited = [];
                _seen.TrySetResult();
            }
        }
    }

    private sealed class Connection(Socket near) : IDisposable
    {
        public Socket Near { get; } = near;

        public Socket Far { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public volatile bool IsDark;

        public volatile bool HoldsAnswers;

        public void Dispose()
        {
            Near.Dispose();
            Far.Dispose();
        }
    }
}
