using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>One gateway's radio link: passes TCP through to the broker until somebody cuts it.</summary>
internal sealed class LinkProxy : IDisposable
{
    private const int LargePieceBytes = 16 * 1024;
    private const int SmallPieceBytes = 512;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _brokerPort;
    private readonly object _gate = new();
    private readonly List<Socket> _sockets = [];
    private readonly int _bytesPerSecond;
    private bool _cut;
    private long _bytesUp;
    private long _bytesDown;

    /// <summary>Listens for the gateway.</summary>
    /// <param name="brokerPort">Where connections go on to.</param>
    /// <param name="bytesPerSecond">Speed towards the broker; 0 for no limit.</param>
    public LinkProxy(int brokerPort, int bytesPerSecond = 0)
    {
        _brokerPort = brokerPort;
        _bytesPerSecond = bytesPerSecond;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where the gateway connects.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether the link is cut.</summary>
    public bool IsCut
    {
        get
        {
            lock (_gate)
            {
                return _cut;
            }
        }
    }

    /// <summary>Bytes that went to the broker.</summary>
    public long BytesUp => Interlocked.Read(ref _bytesUp);

    /// <summary>Bytes that came from the broker.</summary>
    public long BytesDown => Interlocked.Read(ref _bytesDown);

    /// <summary>Drops every connection and refuses new ones.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _cut = true;
            foreach (Socket socket in _sockets)
            {
                socket.Dispose();
            }

            _sockets.Clear();
        }
    }

    /// <summary>Lets connections through again.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            _cut = false;
        }
    }

    public void Dispose()
    {
        Cut();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket near = await _listener.AcceptSocketAsync();
                _ = PassAsync(near);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The demo is over.
        }
    }

    private async Task PassAsync(Socket near)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            near.NoDelay = true;
            far.NoDelay = true;
            if (!Register(near, far))
            {
                return;
            }

            await far.ConnectAsync(IPAddress.Loopback, _brokerPort);
            await Task.WhenAny(PumpUpAsync(near, far), PumpDownAsync(far, near));
        }
        catch (SocketException)
        {
            // The broker is away: so is the link.
        }
        finally
        {
            near.Dispose();
            far.Dispose();
            lock (_gate)
            {
                _sockets.Remove(near);
                _sockets.Remove(far);
            }
        }
    }

    private bool Register(Socket near, Socket far)
    {
        lock (_gate)
        {
            if (_cut)
            {
                return false;
            }

            _sockets.Add(near);
            _sockets.Add(far);
            return true;
        }
    }

    private async Task PumpUpAsync(Socket near, Socket far)
    {
        byte[] buffer = new byte[_bytesPerSecond == 0 ? LargePieceBytes : SmallPieceBytes];
        for (int count; (count = await PassPieceAsync(near, far, buffer)) > 0;)
        {
            Interlocked.Add(ref _bytesUp, count);
            if (_bytesPerSecond > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)count / _bytesPerSecond));
            }
        }
    }

    private async Task PumpDownAsync(Socket far, Socket near)
    {
        byte[] buffer = new byte[LargePieceBytes];
        for (int count; (count = await PassPieceAsync(far, near, buffer)) > 0;)
        {
            Interlocked.Add(ref _bytesDown, count);
        }
    }

    // Returns 0 at the end, or when the link is cut.
    private static async Task<int> PassPieceAsync(Socket from, Socket to, byte[] buffer)
    {
        try
        {
            int count = await from.ReceiveAsync(buffer);
            await to.SendAsync(buffer.AsMemory(0, count));
            return count;
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
