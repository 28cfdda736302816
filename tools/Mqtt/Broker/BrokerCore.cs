using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// The broker without its sockets: sessions, subscriptions, retained messages, and the way of a message from one to the others.
/// One lock guards it all; nothing under it waits, so no client can hold up another.
/// </summary>
internal sealed class BrokerCore(MqttBrokerOptions options, Action<MqttBrokerNotice> notify)
{
    private const int FillBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, BrokerSession> _sessions = [];
    private readonly SubscriptionTree _subscriptions = new();
    private readonly RetainedStore _retained = new(options.MaxRetainedMessages);
    private readonly Dictionary<BrokerSession, MqttQos> _found = [];
    private long _received;
    private long _queued;
    private long _droppedQueueFull;
    private long _droppedRetainedFull;

    /// <summary>
    /// Opens or resumes a session. An older connection of the same client is closed first, and its last will published first, so
    /// that what the new one says about itself comes last.
    /// </summary>
    /// <returns>Whether the session was there before; null when there are too many and the client has to go.</returns>
    public bool? Attach(BrokerConnection connection, ConnectPacket connect, string clientId, string identity)
    {
        lock (_lock)
        {
            if (_sessions.TryGetValue(clientId, out var session) && session.Connection is { } older)
            {
                var how = older.Close(MqttBrokerNoticeKind.TakenOver, "the same client identifier connected again");
                DetachLocked(session, how, older.Will);
                _sessions.TryGetValue(clientId, out session);
            }

            if (session is not null && connect.CleanSession)
            {
                RemoveLocked(session);
                session = null;
            }

            var present = session is not null;
            if (session is null)
            {
                if (_sessions.Count >= options.MaxSessions)
                {
                    return null;
                }

                session = _sessions[clientId] = new BrokerSession(clientId, connect.CleanSession, options);
            }

            session.Identity = identity;
            session.Attach(connection);
            connection.Session = session;
            return present;
        }
    }

    /// <summary>
    /// A connection ended; whether its last will is due depends on how. Does nothing when the session has moved on.
    /// </summary>
    public void Detach(BrokerConnection connection, MqttBrokerNoticeKind how)
    {
        lock (_lock)
        {
            if (IsCurrent(connection, out var session))
            {
                DetachLocked(session, how, connection.Will);
            }
        }
    }

    /// <summary>Takes a message from a client; false when the client's session has moved on to another connection.</summary>
    public bool Publish(BrokerConnection connection, MqttMessage message)
    {
        lock (_lock)
        {
            if (!IsCurrent(connection, out _))
            {
                return false;
            }

            _received++;
            Route(message);
            return true;
        }
    }

    /// <summary>Takes a message from this process.</summary>
    public void Publish(MqttMessage message)
    {
        lock (_lock)
        {
            Route(message);
        }
    }

    /// <summary>Adds subscriptions and queues the retained messages that they ask for; null entries are refused.</summary>
    public IReadOnlyList<MqttSubscribeCode> Subscribe(BrokerConnection connection, IReadOnlyList<MqttSubscription?> entries)
    {
        var codes = new List<MqttSubscribeCode>(entries.Count);
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                codes.Add(IsCurrent(connection, out var session) ? SubscribeLocked(session, entry) : MqttSubscribeCode.Failure);
            }
        }

        return codes;
    }

    /// <summary>Removes subscriptions; unknown ones are ignored (section 3.10.4).</summary>
    public void Unsubscribe(BrokerConnection connection, IReadOnlyList<MqttTopicFilter> filters)
    {
        lock (_lock)
        {
            foreach (var filter in filters)
            {
                if (IsCurrent(connection, out var session) && session.Subscriptions.Remove(filter.Text))
                {
                    _subscriptions.Remove(session, filter);
                }
            }
        }
    }

    /// <summary>Notes a subscriber's PUBACK, which may let the next message go.</summary>
    public void Acknowledge(BrokerConnection connection, ushort packetId)
    {
        lock (_lock)
        {
            if (IsCurrent(connection, out var session) && session.Acknowledge(packetId))
            {
                connection.Wake();
            }
        }
    }

    /// <summary>Encodes what a connection's session may send now, up to a sensible write.</summary>
    public void Fill(BrokerConnection connection, ArrayBufferWriter<byte> writer)
    {
        lock (_lock)
        {
            while (writer.WrittenCount < FillBytes && IsCurrent(connection, out var session)
                && session.TakeSendable() is { } packet)
            {
                MqttEncoder.Write(writer, packet);
            }
        }
    }

    /// <summary>The open connection of a client, or null.</summary>
    public BrokerConnection? Find(string clientId)
    {
        lock (_lock)
        {
            return _sessions.GetValueOrDefault(clientId)?.Connection;
        }
    }

    /// <summary>Present state of all sessions.</summary>
    public IReadOnlyList<MqttSessionInfo> Sessions()
    {
        lock (_lock)
        {
            return _sessions.Values.Select(session => session.Info).ToList();
        }
    }

    /// <summary>Present counters.</summary>
    public MqttBrokerStatistics Statistics()
    {
        lock (_lock)
        {
            return new MqttBrokerStatistics
            {
                Connected = _sessions.Values.Count(session => session.Connection is not null),
                Sessions = _sessions.Count,
                Retained = _retained.Count,
                Received = _received,
                Queued = _queued,
                DroppedQueueFull = _droppedQueueFull,
                DroppedRetainedFull = _droppedRetainedFull,
            };
        }
    }

    private static bool IsCurrent(BrokerConnection connection, out BrokerSession session)
    {
        session = connection.Session!;
        return session?.Connection == connection;
    }

    private void DetachLocked(BrokerSession session, MqttBrokerNoticeKind how, MqttMessage? will)
    {
        session.Detach();
        if (session.Clean)
        {
            RemoveLocked(session);
        }

        if (will is not null && how is not (MqttBrokerNoticeKind.Disconnected or MqttBrokerNoticeKind.Stopped))
        {
            Route(will);
        }
    }

    private void RemoveLocked(BrokerSession session)
    {
        _sessions.Remove(session.ClientId);
        foreach (var subscription in session.Subscriptions.Values)
        {
            _subscriptions.Remove(session, subscription.Filter);
        }

        session.Subscriptions.Clear();
    }

    private MqttSubscribeCode SubscribeLocked(BrokerSession session, MqttSubscription? entry)
    {
        if (entry is null)
        {
            return MqttSubscribeCode.Failure;
        }

        var known = session.Subscriptions.ContainsKey(entry.Filter.Text);
        if (!known && session.Subscriptions.Count >= options.MaxSubscriptionsPerSession)
        {
            return MqttSubscribeCode.Failure;
        }

        var qos = Lower(entry.Qos, MqttQos.AtLeastOnce);
        session.Subscriptions[entry.Filter.Text] = entry;
        _subscriptions.Add(session, entry.Filter, qos);
        SendRetained(session, entry.Filter, qos);
        return (MqttSubscribeCode)qos;
    }

    /// <summary>
    /// A platform's subscription is answered by as many retained messages as there are gateways. They are queued past the limit,
    /// because the store holds them anyway; only who already has a full queue gets none.
    /// </summary>
    private void SendRetained(BrokerSession session, MqttTopicFilter filter, MqttQos qos)
    {
        var isFull = session.QueueIsFull;
        foreach (var message in _retained.Find(filter))
        {
            var outgoing = message.With(Lower(message.Qos, qos), retain: true);
            if (isFull)
            {
                CountDrop(session, outgoing, session.TryEnqueue(outgoing));
            }
            else
            {
                session.EnqueueRetained(outgoing);
                _queued++;
            }
        }

        session.Connection?.Wake();
    }

    private void Route(MqttMessage message)
    {
        if (message.Retain && !_retained.Store(message))
        {
            _droppedRetainedFull++;
            notify(new MqttBrokerNotice(MqttBrokerNoticeKind.RetainedStoreFull, "", $"not retained: {message}"));
        }

        _found.Clear();
        _subscriptions.Match(message.Topic, _found);
        foreach (var (session, qos) in _found)
        {
            var outgoing = message.With(Lower(message.Qos, qos), retain: false);
            CountDrop(session, outgoing, session.TryEnqueue(outgoing));
            session.Connection?.Wake();
        }
    }

    private void CountDrop(BrokerSession session, MqttMessage message, bool taken)
    {
        if (taken)
        {
            _queued++;
            return;
        }

        _droppedQueueFull++;
        notify(new MqttBrokerNotice(MqttBrokerNoticeKind.MessageDropped, session.ClientId, $"queue full: {message}"));
    }

    private static MqttQos Lower(MqttQos one, MqttQos other) => one < other ? one : other;
}
