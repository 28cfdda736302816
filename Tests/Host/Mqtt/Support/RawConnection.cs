using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>A TCP connection that sends whatever bytes a test likes.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly MqttDecoder _decoder = new(MqttPacketSender.Server);
    private NetworkStream? _stream;
    private byte[] _unread = [];

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var connection = new RawConnection();
        await connection._tcp.ConnectAsync(IPAddress.Loopback, port);
        connection._stream = connection._tcp.GetStream();
        return connection;
    }

    /// <summary>Opens a session; returns after CONNACK.</summary>
    public static async Task<RawConnection> OpenSessionAsync(
        int port, string clientId, bool clean = true, ushort keepAliveSeconds = 0)
    {
        var connection = await OpenAsync(port);
        await connection.SendAsync(new ConnectPacket(clientId, clean, keepAliveSeconds));
        await connection.ReceiveAsync();
        return connection;
    }

    public Task SendAsync(MqttPacket packet) => SendAsync(MqttEncoder.Encode(packet));

    /// <summary>Sends bytes; a broker that has hung up already is no error.</summary>
    public async Task SendAsync(byte[] bytes)
    {
        try
        {
            await _stream!.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // Hung up: what the test waits for next will tell.
        }
    }

    /// <summary>The next packet, or null when the broker hung up.</summary>
    public async Task<MqttPacket?> ReceiveAsync()
    {
        while (true)
        {
            var error = _decoder.Decode(_unread, out var consumed, out var packet);
            if (error != MqttDecodeError.None)
            {
                throw new InvalidOperationException($"The broker sent what is not MQTT: {error}");
            }

            _unread = _unread[consumed..];
            if (packet is not null)
            {
                return packet;
            }

            if (!await FillAsync())
            {
                return null;
            }
        }
    }

    /// <summary>Reads until the broker hangs up.</summary>
    public async Task UntilClosedAsync()
    {
        while (await ReceiveAsync() is not null)
        {
        }
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<bool> FillAsync()
    {
        var chunk = new byte[4096];
        try
        {
            var count = await _stream!.ReadAsync(chunk).AsTask().WaitAsync(Wait.Limit);
            _unread = [.. _unread, .. chunk[..count]];
            return count > 0;
        }
        catch (IOException)
        {
            return false; // Reset: hung up with our bytes unread.
        }
    }
}
