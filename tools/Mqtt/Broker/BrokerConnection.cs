using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Mqtt;

/// <summary>One client's connection: the handshake, then one loop that reads and one that writes.</summary>
internal sealed class BrokerConnection(
    BrokerCore core, MqttBrokerOptions options, Action<MqttBrokerNotice> notify, Stream transport,
    SslServerAuthenticationOptions? tls)
{
    /// <summary>Answers that may wait for a client that does not read, before we stop reading from it.</summary>
    private const int MaxPendingAnswerBytes = 256 * 1024;

    private readonly SendBuffer _send = new();
    private readonly Lock _closeLock = new();
    private MqttBrokerNoticeKind? _closeKind;
    private string _closeDetail = "";
    private string _clientId = "";
    private long _deadlineMs = Environment.TickCount64 + (long)options.ConnectTimeout.TotalMilliseconds;
    private long _silenceLimitMs;

    /// <summary>The session, once the client has one; set by the core under its lock.</summary>
    public BrokerSession? Session { get; set; }

    /// <summary>Message to publish when this connection ends without DISCONNECT.</summary>
    public MqttMessage? Will { get; private set; }

    /// <summary>Where the client connects from; null within this process.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>Lets the writing loop look for what can be sent.</summary>
    public void Wake() => _send.Wake();

    /// <summary>Closes the connection when its client has been silent for too long.</summary>
    public void CheckDeadline(long nowMs)
    {
        if (nowMs < Volatile.Read(ref _deadlineMs))
        {
            return;
        }

        if (Session is null)
        {
            Close(MqttBrokerNoticeKind.ConnectTimeout, $"no CONNECT within {options.ConnectTimeout.TotalSeconds:0.#} s");
        }
        else
        {
            Close(MqttBrokerNoticeKind.KeepAliveExpired, $"silent for {_silenceLimitMs} ms");
        }
    }

    /// <summary>Drops the connection now; the first caller's reason stands.</summary>
    /// <returns>The reason that stands.</returns>
    public MqttBrokerNoticeKind Close(MqttBrokerNoticeKind kind, string detail)
    {
        var standing = SetReason(kind, detail);
        _send.Close();
        transport.Dispose();
        return standing;
    }

    /// <summary>Ends the connection after what can be sent was sent.</summary>
    public void CloseAfterSending()
    {
        SetReason(MqttBrokerNoticeKind.Stopped, "the broker stopped");
        _send.Close();
    }

    /// <summary>Serves the client until its connection ends. Never throws.</summary>
    public async Task RunAsync()
    {
        var writing = Task.CompletedTask;
        var stream = transport;
        try
        {
            stream = await SecureAsync().ConfigureAwait(false);
            var reader = new PacketReader(stream, new MqttDecoder(MqttPacketSender.Client, options.MaxPacketBytes));
            if (await OpenSessionAsync(stream, reader).ConfigureAwait(false))
            {
                writing = WriteAsync(stream);
                await ReadAsync(reader).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Close(KindOf(exception), exception.Message);
        }

        var kind = Close(MqttBrokerNoticeKind.Lost, "closed by the client");
        core.Detach(this, kind);
        await writing.ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        notify(new MqttBrokerNotice(kind, _clientId, _closeDetail));
    }

    private static MqttBrokerNoticeKind KindOf(Exception exception) => exception switch
    {
        IOException or SocketException or ObjectDisposedException or OperationCanceledException => MqttBrokerNoticeKind.Lost,
        AuthenticationException => MqttBrokerNoticeKind.Refused,
        _ => MqttBrokerNoticeKind.InternalError,
    };

    private async ValueTask<Stream> SecureAsync()
    {
        if (tls is null)
        {
            return transport;
        }

        var secure = new SslStream(transport);
        await secure.AuthenticateAsServerAsync(tls).ConfigureAwait(false);
        return secure;
    }

    private async Task<bool> OpenSessionAsync(Stream stream, PacketReader reader)
    {
        var (packet, error) = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        if (error == MqttDecodeError.UnsupportedProtocolLevel)
        {
            return await RefuseAsync(stream, MqttConnectReturnCode.UnacceptableProtocolVersion).ConfigureAwait(false);
        }

        if (packet is not ConnectPacket connect)
        {
            CloseBecauseOf(packet, error);
            return false;
        }

        if (connect is { ClientId: "", CleanSession: false })
        {
            return await RefuseAsync(stream, MqttConnectReturnCode.IdentifierRejected).ConfigureAwait(false);
        }

        _clientId = connect.ClientId.Length > 0 ? connect.ClientId : $"anonymous-{Guid.NewGuid():N}";
        var verdict = await AuthenticateAsync(connect, stream).ConfigureAwait(false);
        if (verdict.ReturnCode != MqttConnectReturnCode.Accepted)
        {
            return await RefuseAsync(stream, verdict.ReturnCode).ConfigureAwait(false);
        }

        if (connect.Will is { } will && options.Authorizer?.MayPublish(verdict.Identity, _clientId, will.Topic) == false)
        {
            return await RefuseAsync(stream, MqttConnectReturnCode.NotAuthorized).ConfigureAwait(false);
        }

        Will = connect.Will;
        if (core.Attach(this, connect, _clientId, verdict.Identity) is not { } present)
        {
            return await RefuseAsync(stream, MqttConnectReturnCode.ServerUnavailable).ConfigureAwait(false);
        }

        Accept(connect, present);
        return true;
    }

    private void Accept(ConnectPacket connect, bool present)
    {
        _silenceLimitMs = connect.KeepAliveSeconds * 1500L;
        ExtendDeadline();
        _send.Append(new ConnAckPacket(present, MqttConnectReturnCode.Accepted));
        notify(new MqttBrokerNotice(
            MqttBrokerNoticeKind.Connected, _clientId, present ? "session resumed" : "new session"));
    }

    private async Task<bool> RefuseAsync(Stream stream, MqttConnectReturnCode code)
    {
        await stream.WriteAsync(MqttEncoder.Encode(new ConnAckPacket(false, code))).ConfigureAwait(false);
        await stream.FlushAsync().ConfigureAwait(false);
        Close(MqttBrokerNoticeKind.Refused, code.ToString());
        return false;
    }

    private async ValueTask<MqttAuthentication> AuthenticateAsync(ConnectPacket connect, Stream stream)
    {
        if (options.Authenticator is not { } authenticator)
        {
            return MqttAuthentication.Allow(connect.UserName ?? _clientId);
        }

        var credentials = new MqttCredentials
        {
            ClientId = _clientId,
            UserName = connect.UserName,
            Password = connect.Password,
            Certificate = (stream as SslStream)?.RemoteCertificate,
            RemoteEndPoint = RemoteEndPoint,
        };
        using var limit = new CancellationTokenSource(options.ConnectTimeout);
        try
        {
            return await authenticator.AuthenticateAsync(credentials, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            notify(new MqttBrokerNotice(MqttBrokerNoticeKind.InternalError, _clientId, $"authenticator: {exception.Message}"));
            return MqttAuthentication.Deny(MqttConnectReturnCode.ServerUnavailable);
        }
    }

    private async Task ReadAsync(PacketReader reader)
    {
        while (true)
        {
            var (packet, error) = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (packet is null || !Handle(packet))
            {
                CloseBecauseOf(packet, error);
                return;
            }

            ExtendDeadline();
            while (_send.PendingBytes > MaxPendingAnswerBytes && !_send.IsClosed)
            {
                await _send.WhenDrained().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes one packet; false: the connection is to be closed, or already is.</summary>
    private bool Handle(MqttPacket packet)
    {
        switch (packet)
        {
            case PublishPacket publish:
                return Publish(publish);
            case AckPacket ack:
                core.Acknowledge(this, ack.PacketId);
                return true;
            case SubscribePacket subscribe:
                _send.Append(new SubAckPacket(subscribe.PacketId, core.Subscribe(this, Allowed(subscribe.Subscriptions))));
                return true;
            case UnsubscribePacket unsubscribe:
                core.Unsubscribe(this, unsubscribe.Filters);
                _send.Append(AckPacket.Unsubscribe(unsubscribe.PacketId));
                return true;
            case BarePacket { Type: MqttPacketType.PingReq }:
                _send.Append(BarePacket.PingResponse);
                return true;
            case BarePacket { Type: MqttPacketType.Disconnect }:
                Close(MqttBrokerNoticeKind.Disconnected, "the client disconnected");
                return false;
            default:
                return false; // A second CONNECT (section 3.1).
        }
    }

    private bool Publish(PublishPacket publish)
    {
        var message = publish.Message;
        if (options.Authorizer?.MayPublish(Session!.Identity, _clientId, message.Topic) == false)
        {
            Close(MqttBrokerNoticeKind.NotAuthorized, $"may not publish to {message.Topic}");
            return false;
        }

        var verdict = options.Intercept?.Invoke(new MqttPublish(_clientId, Session!.Identity, message))
            ?? MqttInterceptVerdict.Deliver;
        if (verdict == MqttInterceptVerdict.DropConnection)
        {
            Close(MqttBrokerNoticeKind.Dropped, $"intercepted: {message}");
            return false;
        }

        var delivers = verdict is MqttInterceptVerdict.Deliver or MqttInterceptVerdict.DeliverUnacknowledged;
        if (delivers && !core.Publish(this, message))
        {
            return false;
        }

        if (publish.PacketId != 0 && verdict is MqttInterceptVerdict.Deliver or MqttInterceptVerdict.AcknowledgeAndDrop)
        {
            _send.Append(AckPacket.Publish(publish.PacketId));
        }

        return true;
    }

    private IReadOnlyList<MqttSubscription?> Allowed(IReadOnlyList<MqttSubscription> wanted)
    {
        if (options.Authorizer is not { } authorizer)
        {
            return wanted;
        }

        var allowed = new List<MqttSubscription?>(wanted.Count);
        foreach (var entry in wanted)
        {
            allowed.Add(authorizer.MaySubscribe(Session!.Identity, _clientId, entry.Filter) ? entry : null);
        }

        return allowed;
    }

    private async Task WriteAsync(Stream stream)
    {
        try
        {
            await _send.RunAsync(stream, writer => core.Fill(this, writer)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Close(KindOf(exception), exception.Message);
        }

        transport.Dispose(); // Everything was sent: this wakes the reading loop.
    }

    private void CloseBecauseOf(MqttPacket? packet, MqttDecodeError error)
    {
        if (packet is not null)
        {
            Close(MqttBrokerNoticeKind.ProtocolError, $"unexpected {packet.Type}");
        }
        else if (error != MqttDecodeError.None)
        {
            Close(MqttBrokerNoticeKind.ProtocolError, $"malformed packet: {error}");
        }
    }

    private void ExtendDeadline() =>
        Volatile.Write(ref _deadlineMs, _silenceLimitMs == 0 ? long.MaxValue : Environment.TickCount64 + _silenceLimitMs);

    private MqttBrokerNoticeKind SetReason(MqttBrokerNoticeKind kind, string detail)
    {
        lock (_closeLock)
        {
            if (_closeKind is null)
            {
                _closeKind = kind;
                _closeDetail = detail;
            }

            return _closeKind.Value;
        }
    }
}
