using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// One connection to a broker, from CONNACK to its end. It keeps no outbox, does not reconnect and does not resend: whoever
/// drives it owns the messages and decides about all three. Members may be called from any thread.
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private readonly MqttClientOptions _options;
    private readonly Stream _stream;
    private readonly PacketReader _reader;
    private readonly SendBuffer _send = new();
    private readonly Channel<MqttEvent> _events;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _lock = new();
    private readonly PendingPackets _pending = new();
    private readonly KeepAlive _keepAlive;
    private readonly Task _run;
    private MqttDisconnected? _end;

    internal MqttClient(MqttClientOptions options, Stream stream, PacketReader reader, bool sessionPresent)
    {
        _options = options;
        _stream = stream;
        _reader = reader;
        SessionPresent = sessionPresent;
        _events = Channel.CreateBounded<MqttEvent>(new BoundedChannelOptions(options.EventCapacity) { SingleWriter = true });
        _keepAlive = new KeepAlive(options.KeepAliveSeconds * 1000L, (long)options.PingTimeout.TotalMilliseconds);
        _run = Task.Run(RunAsync);
    }

    /// <summary>The broker still had our session, with its subscriptions.</summary>
    public bool SessionPresent { get; }

    /// <summary>False once the connection has ended; the event that says why may still wait to be read.</summary>
    public bool IsConnected => !_ended.IsCancellationRequested;

    /// <summary>Bytes that wait for the network.</summary>
    public int PendingBytes => _send.PendingBytes;

    /// <summary>
    /// What happens, in order; <see cref="MqttDisconnected"/> is the last, then the channel completes. The acknowledgement of a
    /// message can be in here before the call that published it has returned.
    /// </summary>
    public ChannelReader<MqttEvent> Events => _events.Reader;

    /// <summary>Opens a connection. Failure is a result, not an exception.</summary>
    /// <exception cref="ArgumentException">The options contradict each other or MQTT.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static Task<MqttConnectResult> ConnectAsync(MqttClientOptions options, CancellationToken cancel = default)
    {
        if (options.KeepAliveSeconds is < 0 or > ushort.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(options), "KeepAliveSeconds is 0 to 65,535.");
        }

        return new ConnectionOpener(options).OpenAsync(cancel);
    }

    /// <summary>Publishes without waiting.</summary>
    /// <param name="message">The message, QoS 0 or 1.</param>
    /// <param name="packetId">QoS 1: what <see cref="MqttPublishAcked"/> will carry; QoS 0: 0.</param>
    /// <param name="duplicate">QoS 1: it was sent before (DUP).</param>
    /// <returns>
    /// False, and nothing was sent: the connection has ended, its send buffer is full, or 65,535 messages wait for
    /// acknowledgement.
    /// </returns>
    /// <exception cref="ArgumentException">QoS 2, or a message longer than MQTT can carry.</exception>
    public bool TryPublish(MqttMessage message, out ushort packetId, bool duplicate = false)
    {
        packetId = 0;
        lock (_lock)
        {
            var pending = _send.PendingBytes;
            var fits = pending == 0 || pending + MqttEncoder.PublishSizeBytes(message) <= _options.SendBufferBytes;
            if (_send.IsClosed || !fits || message.Qos != MqttQos.AtMostOnce && !_pending.TryAddMessage(out packetId))
            {
                return false;
            }

            _send.Append(new PublishPacket(message, packetId, duplicate && packetId != 0));
            return true;
        }
    }

    /// <summary>Publishes, waiting while the send buffer is full; does not wait for the acknowledgement.</summary>
    /// <returns>QoS 1: what <see cref="MqttPublishAcked"/> will carry; QoS 0: 0.</returns>
    /// <exception cref="MqttClosedException">The connection has ended.</exception>
    /// <exception cref="ArgumentException">QoS 2, or a message longer than MQTT can carry.</exception>
    /// <exception cref="InvalidOperationException">65,535 messages wait for acknowledgement.</exception>
    public async ValueTask<ushort> PublishAsync(MqttMessage message, bool duplicate = false, CancellationToken cancel = default)
    {
        while (true)
        {
            var drained = _send.WhenDrained();
            if (TryPublish(message, out var packetId, duplicate))
            {
                return packetId;
            }

            ThrowIfClosed();
            if (_pending.IsFull)
            {
                throw new InvalidOperationException("65,535 messages wait for acknowledgement.");
            }

            await drained.WaitAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Acknowledges a QoS 1 message that was received; with <see cref="MqttClientOptions.ManualAcknowledge"/> only.
    /// </summary>
    /// <param name="packetId">Of the <see cref="MqttMessageReceived"/>; 0 (QoS 0) is ignored.</param>
    public void Acknowledge(ushort packetId)
    {
        if (packetId != 0)
        {
            _send.Append(AckPacket.Publish(packetId));
        }
    }

    /// <summary>Subscribes to one filter.</summary>
    /// <inheritdoc cref="SubscribeAsync(IReadOnlyList{MqttSubscription}, CancellationToken)"/>
    public async Task<MqttSubscribeCode> SubscribeAsync(string filter, MqttQos qos, CancellationToken cancel = default) =>
        (await SubscribeAsync([new MqttSubscription(filter, qos)], cancel).ConfigureAwait(false))[0];

    /// <summary>Subscribes. QoS 2 is asked for as QoS 1.</summary>
    /// <returns>The broker's answer to each entry. A refusal is an answer, not an exception.</returns>
    /// <exception cref="ArgumentException">A filter is not valid.</exception>
    /// <exception cref="MqttClosedException">The connection ended before the broker answered.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public async Task<IReadOnlyList<MqttSubscribeCode>> SubscribeAsync(
        IReadOnlyList<MqttSubscription> subscriptions, CancellationToken cancel = default)
    {
        var wanted = new List<MqttSubscription>(subscriptions.Count);
        foreach (var subscription in subscriptions)
        {
            wanted.Add(subscription.Qos > MqttQos.AtLeastOnce ? subscription with { Qos = MqttQos.AtLeastOnce } : subscription);
        }

        var answer = await RequestAsync(id => new SubscribePacket(id, wanted), cancel).ConfigureAwait(false);
        return ((SubAckPacket)answer).Codes;
    }

    /// <summary>Gives up subscriptions.</summary>
    /// <exception cref="ArgumentException">A filter is not valid.</exception>
    /// <exception cref="MqttClosedException">The connection ended before the broker answered.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public async Task UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancel = default)
    {
        var parsed = new List<MqttTopicFilter>(filters.Count);
        foreach (var filter in filters)
        {
            parsed.Add(MqttTopicFilter.Parse(filter));
        }

        await RequestAsync(id => new UnsubscribePacket(id, parsed), cancel).ConfigureAwait(false);
    }

    /// <summary>Sends what waits and a DISCONNECT, so that the broker discards our last will, and closes.</summary>
    public async Task DisconnectAsync()
    {
        _send.Append(BarePacket.Disconnect);
        _send.Close();
        await _closing.CancelAsync().ConfigureAwait(false);

        // The broker closes. Closing first, with bytes unread, would reset the connection and could destroy the DISCONNECT.
        await Task.WhenAny(_run, Task.Delay(_options.ResponseTimeout, _ended.Token)).ConfigureAwait(false);
        End(MqttDisconnectReason.Disconnected, "we disconnected");
    }

    /// <summary>Drops the connection at once, without DISCONNECT: the broker publishes our last will.</summary>
    public void Abort() => End(MqttDisconnectReason.Aborted, "we dropped the connection");

    /// <summary>
    /// Drops the connection if it is open, and waits until nothing of it runs any more. Unread events stay readable.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Abort();
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var keepingAlive = KeepAliveAsync();
        var writing = WriteAsync();
        await ReadAsync().ConfigureAwait(false);
        await Task.WhenAll(writing, keepingAlive).ConfigureAwait(false);
        _pending.Close(new MqttClosedException(_end!.Detail));
        try
        {
            await _events.Writer.WriteAsync(_end, _disposed.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Disposed with a full channel: nobody reads any more.
        }

        _events.Writer.Complete();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var (packet, error) = await _reader.ReadAsync(_ended.Token).ConfigureAwait(false);
                _keepAlive.Received();
                if (packet is null || !await HandleAsync(packet).ConfigureAwait(false))
                {
                    EndOfInput(packet, error);
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            End(ReasonOf(exception), exception.Message);
        }
    }

    private void EndOfInput(MqttPacket? packet, MqttDecodeError error)
    {
        if (packet is null && error == MqttDecodeError.None)
        {
            var reason = _send.IsClosed ? MqttDisconnectReason.Disconnected : MqttDisconnectReason.ClosedByBroker;
            End(reason, reason == MqttDisconnectReason.Disconnected ? "we disconnected" : "the broker closed the connection");
        }
        else
        {
            End(MqttDisconnectReason.ProtocolError, packet is null ? $"malformed packet: {error}" : $"unexpected {packet.Type}");
        }
    }

    private async ValueTask<bool> HandleAsync(MqttPacket packet)
    {
        switch (packet)
        {
            case PublishPacket publish:
                var received = new MqttMessageReceived(publish.Message, publish.PacketId, publish.Duplicate);
                await EmitAsync(received).ConfigureAwait(false);
                if (!_options.ManualAcknowledge)
                {
                    await AcknowledgeNowAsync(publish.PacketId).ConfigureAwait(false);
                }

                return true;
            case AckPacket { Type: MqttPacketType.PubAck } ack:
                // An identifier that nothing waits for is the echo of an earlier life of the session, and harmless.
                if (_pending.AcknowledgeMessage(ack.PacketId))
                {
                    await EmitAsync(new MqttPublishAcked(ack.PacketId)).ConfigureAwait(false);
                }

                return true;
            case AckPacket answer:
                return _pending.AnswerRequest(answer.PacketId, answer);
            case SubAckPacket answer:
                return _pending.AnswerRequest(answer.PacketId, answer);
            default:
                return packet.Type == MqttPacketType.PingResp;
        }
    }

    private async ValueTask AcknowledgeNowAsync(ushort packetId)
    {
        Acknowledge(packetId);
        while (IsConnected && _send.PendingBytes > 2 * _options.SendBufferBytes)
        {
            await _send.WhenDrained().WaitAsync(_ended.Token).ConfigureAwait(false);
        }
    }

    private async ValueTask EmitAsync(MqttEvent happened)
    {
        if (_events.Writer.TryWrite(happened))
        {
            return;
        }

        try
        {
            // While the application is slow we do not read: an answer to a ping may lie unread. The broker is not silent.
            _keepAlive.Pause();
            await _events.Writer.WriteAsync(happened, _closing.Token).ConfigureAwait(false);
            _keepAlive.Received();
        }
        catch (OperationCanceledException) when (IsConnected)
        {
            // We are disconnecting, and nothing is acknowledged any more: what found no room will come again.
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await _send.RunAsync(_stream).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            End(ReasonOf(exception), exception.Message);
        }
    }

    private async Task KeepAliveAsync()
    {
        if (_options.KeepAliveSeconds == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(_keepAlive.CheckPeriod);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token).ConfigureAwait(false))
            {
                switch (_keepAlive.Check())
                {
                    case KeepAlive.Verdict.SendPing:
                        _send.Append(BarePacket.PingRequest);
                        break;
                    case KeepAlive.Verdict.Expired:
                        var limit = _options.PingTimeout.TotalSeconds;
                        End(MqttDisconnectReason.PingTimeout, $"no answer to a ping within {limit:0.#} s");
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection ended.
        }
    }

    private async Task<MqttPacket> RequestAsync(Func<ushort, MqttPacket> make, CancellationToken cancel)
    {
        ThrowIfClosed();
        var (packetId, answer) = _pending.AddRequest();
        _send.Append(make(packetId));
        return await answer.WaitAsync(_options.ResponseTimeout, cancel).ConfigureAwait(false);
    }

    private void ThrowIfClosed()
    {
        if (_send.IsClosed)
        {
            throw new MqttClosedException($"Not connected: {_end?.Detail ?? "we are disconnecting"}.");
        }
    }

    /// <summary>Ends the connection; the first caller's reason stands.</summary>
    private void End(MqttDisconnectReason reason, string detail)
    {
        if (Interlocked.CompareExchange(ref _end, new MqttDisconnected(reason, detail), null) is null)
        {
            _ended.Cancel();
            _closing.Cancel();
            _send.Close();
            _stream.Dispose();
        }
    }

    private static MqttDisconnectReason ReasonOf(Exception exception) => exception switch
    {
        IOException or SocketException or AuthenticationException => MqttDisconnectReason.NetworkError,
        ObjectDisposedException or OperationCanceledException => MqttDisconnectReason.NetworkError,
        _ => MqttDisconnectReason.InternalError,
    };
}
