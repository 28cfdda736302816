using System;
using System.Collections.Concurrent;
using System.Threading;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

/// <summary>The broker behind the stand-in client, found by its name; each test has one of its own.</summary>
public sealed class FakeBroker : IDisposable
{
    private static readonly ConcurrentDictionary<string, FakeBroker> ByName = new ConcurrentDictionary<string, FakeBroker>();
    private readonly BlockingCollection<FakeMessage> _messages = new BlockingCollection<FakeMessage>();

    public FakeBroker(string? host = null)
    {
        Host = host ?? "broker-" + Guid.NewGuid().ToString("N") + ".test";
        ByName[Host] = this;
    }

    /// <summary>Name that resolves to this broker.</summary>
    public string Host { get; }

    /// <summary>Answer to CONNECT.</summary>
    public MqttReasonCode Answer { get; set; }

    /// <summary>Called while a client connects: may block or throw.</summary>
    public Action? BeforeConnect { get; set; }

    /// <summary>Called in Publish: may block or throw.</summary>
    public Action? BeforePublish { get; set; }

    /// <summary>Called in Close: may block.</summary>
    public Action? BeforeClose { get; set; }

    /// <summary>Called when the client has its subscription.</summary>
    public Action<MqttClient>? OnSubscribed { get; set; }

    /// <summary>Sees every message.</summary>
    public Action<FakeMessage>? OnMessage { get; set; }

    public bool RefusesSubscription { get; set; }

    /// <summary>No PUBACK ever comes.</summary>
    public bool SwallowsPublishes { get; set; }

    public bool AnswersBeforePublishReturns { get; set; }

    /// <summary>Packet id of every message; 0 counts up.</summary>
    public ushort FixedPacketId { get; set; }

    /// <summary>The client that is connected.</summary>
    public MqttClient? Client { get; set; }

    /// <summary>What clients did, in order.</summary>
    public ConcurrentQueue<string> Log { get; } = new ConcurrentQueue<string>();

    public static FakeBroker? Find(string host) => ByName.TryGetValue(host, out FakeBroker? broker) ? broker : null;

    public void Note(string what) => Log.Enqueue(what);

    /// <summary>A message arrives from the client.</summary>
    public bool Take(string topic, byte[] payload, bool retain)
    {
        FakeMessage message = new FakeMessage(topic, payload, retain);
        _messages.Add(message);
        OnMessage?.Invoke(message);
        return true;
    }

    /// <summary>Waits for the next message whose topic ends so.</summary>
    public FakeMessage Next(string topicEnd)
    {
        using CancellationTokenSource patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            FakeMessage message = _messages.Take(patience.Token);
            if (message.Topic.EndsWith(topicEnd, StringComparison.Ordinal))
            {
                return message;
            }
        }
    }

    public void Dispose()
    {
        ByName.TryRemove(Host, out _);
        _messages.Dispose();
    }
}
