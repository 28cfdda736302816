using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Mqtt;

/// <summary>Opens one connection step by step, and names the cause when a step fails.</summary>
internal sealed class ConnectionOpener(MqttClientOptions options)
{
    private readonly byte[] _connect = MqttEncoder.Encode(ConnectPacketOf(options));
    private MqttConnectPhase _phase = MqttConnectPhase.Dns;

    public async Task<MqttConnectResult> OpenAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.ConnectTimeout);
        Stream? stream = null;
        try
        {
            stream = await OpenTransportAsync(limit.Token).ConfigureAwait(false);
            stream = await SecureAsync(stream, limit.Token).ConfigureAwait(false);
            var result = await ShakeHandsAsync(stream, limit.Token).ConfigureAwait(false);
            stream = result.IsConnected ? null : stream;
            return result;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Failed(MqttConnectFailure.Timeout, $"no answer within {options.ConnectTimeout.TotalSeconds:0.#} s");
        }
        catch (AuthenticationException exception)
        {
            return Failed(MqttConnectFailure.Tls, exception.InnerException?.Message ?? exception.Message);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            return Failed(NetworkFailure(), exception.Message);
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<Stream> OpenTransportAsync(CancellationToken cancel)
    {
        if (options.OpenStream is { } openStream)
        {
            Enter(MqttConnectPhase.Tcp);
            return await openStream(cancel).ConfigureAwait(false);
        }

        Enter(MqttConnectPhase.Dns);
        var addresses = await Dns.GetHostAddressesAsync(options.Host, cancel).ConfigureAwait(false);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.NoData);
        }

        Enter(MqttConnectPhase.Tcp);
        return await ConnectFirstAsync(addresses, cancel).ConfigureAwait(false);
    }

    private async Task<Stream> ConnectFirstAsync(IPAddress[] addresses, CancellationToken cancel)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[i], options.Port, cancel).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private async ValueTask<Stream> SecureAsync(Stream transport, CancellationToken cancel)
    {
        if (options.Tls is not { } tls)
        {
            return transport;
        }

        Enter(MqttConnectPhase.Tls);
        tls.TargetHost ??= options.Host;
        var secure = new SslStream(transport);
        try
        {
            await secure.AuthenticateAsClientAsync(tls, cancel).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<MqttConnectResult> ShakeHandsAsync(Stream stream, CancellationToken cancel)
    {
        Enter(MqttConnectPhase.ConnAck);
        await stream.WriteAsync(_connect, cancel).ConfigureAwait(false);
        await stream.FlushAsync(cancel).ConfigureAwait(false);
        var reader = new PacketReader(stream, new MqttDecoder(MqttPacketSender.Server, options.MaxPacketBytes));
        var (packet, error) = await reader.ReadAsync(cancel).ConfigureAwait(false);
        switch (packet)
        {
            case ConnAckPacket { ReturnCode: MqttConnectReturnCode.Accepted } answer:
                _phase = MqttConnectPhase.Connected;
                return new MqttConnectResult
                {
                    Client = new MqttClient(options, stream, reader, answer.SessionPresent),
                    Phase = _phase,
                    ReturnCode = answer.ReturnCode,
                    SessionPresent = answer.SessionPresent,
                };
            case ConnAckPacket refusal:
                return Failed(MqttConnectFailure.Refused, $"the broker refused: {refusal.ReturnCode}") with
                {
                    ReturnCode = refusal.ReturnCode,
                };
            case null when error == MqttDecodeError.None:
                return Failed(NetworkFailure(), "closed by the broker before it answered");
            default:
                return Failed(MqttConnectFailure.Protocol, $"not an MQTT answer: {(packet is null ? error : packet.Type)}");
        }
    }

    private void Enter(MqttConnectPhase phase)
    {
        _phase = phase;
        options.OnPhase?.Invoke(phase);
    }

    private static ConnectPacket ConnectPacketOf(MqttClientOptions options) => new(
        options.ClientId,
        options.CleanSession,
        checked((ushort)options.KeepAliveSeconds),
        options.Will,
        options.UserName,
        options.Password is { } password ? Encoding.UTF8.GetBytes(password) : (ReadOnlyMemory<byte>?)null);

    /// <summary>
    /// With TLS 1.3 the broker judges our certificate after our side of the handshake is over: a connection that breaks before
    /// CONNACK is then a matter of TLS.
    /// </summary>
    private MqttConnectFailure NetworkFailure() => _phase switch
    {
        MqttConnectPhase.Dns => MqttConnectFailure.Dns,
        MqttConnectPhase.Tls => MqttConnectFailure.Tls,
        MqttConnectPhase.ConnAck when options.Tls is not null => MqttConnectFailure.Tls,
        _ => MqttConnectFailure.Tcp,
    };

    private MqttConnectResult Failed(MqttConnectFailure failure, string why) => new()
    {
        Failure = failure,
        Phase = _phase,
        Detail = $"{options.Host}:{options.Port}: {why}",
    };
}
