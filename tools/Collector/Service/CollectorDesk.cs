using System;
using System.Collections.Generic;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Takes one MQTT message after the other to where it belongs, and says what to publish. No network. Not thread-safe.
/// </summary>
internal sealed class CollectorDesk(CollectorOptions options, ICollectorStore store)
{
    private const int MaxRejectionsTold = 10_000;

    private readonly PageIngest _pages = new(options.Keys, store, options.Clock);
    private readonly StatusIngest _status = new(options.Keys, store, options.Clock);
    private readonly RepairDesk? _repair =
        options.Repair is { } pacing ? new RepairDesk(options.Keys, store, pacing, options.Clock) : null;
    private readonly Dictionary<(string Topic, RejectionReason Reason), long> _told = [];
    private readonly HashSet<GatewayId> _acked = [];

    /// <summary>What the collector wants to hear.</summary>
    public static IReadOnlyList<MqttSubscription> Subscriptions { get; } =
    [
        new(CollectorTopic.Filter("pages"), MqttQos.AtLeastOnce),
        new(CollectorTopic.Filter("state"), MqttQos.AtLeastOnce),
        new(CollectorTopic.Filter("heartbeat"), MqttQos.AtLeastOnce),
        new(CollectorTopic.Filter("incident"), MqttQos.AtLeastOnce),
        new(CollectorTopic.Filter("reply"), MqttQos.AtLeastOnce),
        new(CollectorTopic.Filter("ack"), MqttQos.AtMostOnce),
    ];

    /// <summary>Counters.</summary>
    public CollectorStatistics Statistics { get; private set; } = new();

    /// <summary>What is to be published at the beginning of a connection: the broker may have forgotten.</summary>
    public IReadOnlyList<MqttMessage> Greeting()
    {
        var messages = new List<MqttMessage>();
        foreach (var ack in store.ReadAcks())
        {
            messages.Add(Note(ack));
        }

        return messages;
    }

    /// <summary>Takes one message; returns what to publish, or null. Everything is committed when it returns.</summary>
    /// <exception cref="CollectorStoreException">The store failed: the message must not be acknowledged.</exception>
    public MqttMessage? Take(MqttMessage message)
    {
        Statistics = Statistics with { Messages = Statistics.Messages + 1 };
        if (!CollectorTopic.TryParse(message.Topic, out var topic))
        {
            // The topic is anybody's text: it must not become part of a line of a log.
            var rejection = new Rejection(RejectionReason.ForeignTopic, $"a topic of {message.Topic.Length} characters");
            Tell("", _pages.Reject(null, rejection).Rejections);
            return null;
        }

        switch (topic.Leaf)
        {
            case "pages":
                return TakePages(topic.Id, message);
            case "state":
                TakeStatus(topic.Id, _status.TakeState(topic.Id, message.Payload));
                return null;
            case "heartbeat":
                TakeStatus(topic.Id, _status.TakeHeartbeat(topic.Id, message.Payload));
                return null;
            case "reply":
                Tell(topic.Id, _repair?.TakeReply(topic.Id, message.Payload));
                return null;
            case "incident":
                Tell(topic.Id, _status.TakeIncident(topic.Id, message.Payload));
                return null;
            default:
                return TakeAck(topic.Id, message);
        }
    }

    /// <summary>Commands that are to be published now: requests for what is missing. They are committed when they are returned.</summary>
    /// <exception cref="CollectorStoreException">The store failed.</exception>
    public IReadOnlyList<MqttMessage> DueCommands()
    {
        var messages = _repair?.Due() ?? [];
        Statistics = Statistics with { RepairRequests = _repair?.Requests ?? 0 };
        return messages;
    }

    private void TakeStatus(GatewayId id, Rejection? rejection)
    {
        Tell(id, rejection);
        if (rejection is null)
        {
            _repair?.Note(id);
        }
    }

    private MqttMessage? TakePages(GatewayId id, MqttMessage message)
    {
        var result = _pages.Ingest(id, message.Payload.ToArray());
        Statistics = Statistics with
        {
            Records = Statistics.Records + result.Records,
            Duplicates = Statistics.Duplicates + result.Duplicates,
        };
        Tell(id.ToString(), result.Rejections);
        if (result.Range is { } range)
        {
            _repair?.NotePages(id, range);
        }

        if (result.ChainBreaks > 0)
        {
            options.OnNotice?.Invoke(
                new CollectorNotice(CollectorNoticeKind.ChainBroken, $"{id}: the chain of its pages is broken"));
        }

        return result.Ack is { } ack ? Note(ack) : null;
    }

    // A retained acknowledgement that this database knows nothing of is from before the database was lost: the gateway would free
    // what nobody has.
    private MqttMessage? TakeAck(GatewayId id, MqttMessage message)
    {
        if (!message.Retain || message.Payload.IsEmpty || _acked.Contains(id) || options.Keys.Find(id) is null)
        {
            return null;
        }

        options.OnNotice?.Invoke(
            new CollectorNotice(CollectorNoticeKind.AckRemoved, $"{id}: removed the acknowledgement of a lost database"));
        return new MqttMessage(message.Topic, ReadOnlyMemory<byte>.Empty, MqttQos.AtLeastOnce, retain: true);
    }

    private MqttMessage Note(AckMessage ack)
    {
        _acked.Add(ack.Id);
        Statistics = Statistics with { Acks = Statistics.Acks + 1 };
        return ack.ToMqtt();
    }

    private void Tell(GatewayId id, Rejection? rejection)
    {
        if (rejection is not null)
        {
            Tell(id.ToString(), [rejection]);
        }
    }

    // All are counted in the database. Told are the first, the second, the fourth... of a kind: a flood must not flood the log.
    private void Tell(string who, IReadOnlyList<Rejection> rejections)
    {
        foreach (var rejection in rejections)
        {
            Statistics = Statistics with { Rejections = Statistics.Rejections + 1 };
            if (_told.Count >= MaxRejectionsTold)
            {
                _told.Clear();
            }

            var count = _told[(who, rejection.Reason)] = _told.GetValueOrDefault((who, rejection.Reason)) + 1;
            if (long.IsPow2(count))
            {
                var sender = who.Length > 0 ? who : "unknown sender";
                var text = $"{sender}: rejected, {rejection.Reason}: {rejection.Detail} (no. {count})";
                options.OnNotice?.Invoke(new CollectorNotice(CollectorNoticeKind.Rejected, text));
            }
        }
    }
}
