using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// What the broker keeps for one client: subscriptions, the queue, and the QoS 1 messages on their way. One queue for both QoS
/// keeps the order. When it is full the newest message is refused, not the oldest thrown out: what a subscriber then has is a
/// sequence without a hole before its end, and the publisher of a journal sends the rest again. Guarded by the lock of <see
/// cref="BrokerCore"/>.
/// </summary>
internal sealed class BrokerSession(string clientId, bool clean, MqttBrokerOptions options)
{
    private const int MessageOverheadBytes = 64;

    private readonly Queue<MqttMessage> _queue = new();
    private readonly Queue<ushort> _toResend = new();
    private readonly OrderedDictionary<ushort, MqttMessage> _inflight = [];
    private long _queuedBytes;
    private ushort _lastPacketId;

    public string ClientId { get; } = clientId;

    public bool Clean { get; } = clean;

    public string Identity { get; set; } = "";

    public BrokerConnection? Connection { get; private set; }

    public Dictionary<string, MqttSubscription> Subscriptions { get; } = [];

    public long Dropped { get; private set; }

    public MqttSessionInfo Info => new(
        ClientId, Identity, Connection is not null, Subscriptions.Count, _queue.Count, _inflight.Count, Dropped);

    public bool QueueIsFull =>
        _queue.Count >= options.MaxQueuedMessagesPerSession || _queuedBytes >= options.MaxQueuedBytesPerSession;

    /// <summary>A connection takes up the session: what was not acknowledged is sent again, first and in its order.</summary>
    public void Attach(BrokerConnection connection)
    {
        Connection = connection;
        _toResend.Clear();
        foreach (var packetId in _inflight.Keys)
        {
            _toResend.Enqueue(packetId);
        }
    }

    /// <summary>The connection is gone. QoS 0 messages do not wait for the next one.</summary>
    public void Detach()
    {
        Connection = null;
        var kept = _queue.Where(message => message.Qos != MqttQos.AtMostOnce).ToList();
        _queue.Clear();
        _queuedBytes = 0;
        foreach (var message in kept)
        {
            Append(message);
        }
    }

    /// <summary>Takes a message for delivery.</summary>
    /// <returns>False: the queue is full, and the message was dropped and counted.</returns>
    public bool TryEnqueue(MqttMessage message)
    {
        if (Connection is null && message.Qos == MqttQos.AtMostOnce)
        {
            return true; // Not a loss: QoS 0 is for those who are there.
        }

        if (QueueIsFull)
        {
            Dropped++;
            return false;
        }

        Append(message);
        return true;
    }

    /// <summary>Takes a retained message that answers a SUBSCRIBE; the caller has asked <see cref="QueueIsFull"/> once.</summary>
    public void EnqueueRetained(MqttMessage message) => Append(message);

    /// <summary>Notes a PUBACK; false when nothing waits for it.</summary>
    public bool Acknowledge(ushort packetId) => _inflight.Remove(packetId);

    /// <summary>Takes the next packet that may be sent now.</summary>
    public PublishPacket? TakeSendable()
    {
        while (_toResend.TryDequeue(out var packetId))
        {
            if (_inflight.TryGetValue(packetId, out var unacknowledged))
            {
                return new PublishPacket(unacknowledged, packetId, Duplicate: true);
            }
        }

        if (!_queue.TryPeek(out var message))
        {
            return null;
        }

        if (message.Qos != MqttQos.AtMostOnce && _inflight.Count >= options.MaxInflightPerSession)
        {
            return null;
        }

        _queue.Dequeue();
        _queuedBytes -= SizeOf(message);
        if (message.Qos == MqttQos.AtMostOnce)
        {
            return new PublishPacket(message);
        }

        var newId = NextPacketId();
        _inflight.Add(newId, message);
        return new PublishPacket(message, newId);
    }

    private static int SizeOf(MqttMessage message) => message.Topic.Length + message.Payload.Length + MessageOverheadBytes;

    private void Append(MqttMessage message)
    {
        _queue.Enqueue(message);
        _queuedBytes += SizeOf(message);
    }

    private ushort NextPacketId()
    {
        do
        {
            _lastPacketId = _lastPacketId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastPacketId + 1);
        }
        while (_inflight.ContainsKey(_lastPacketId));
        return _lastPacketId;
    }
}
