using System;
using System.Text;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// An application message: what is published and what arrives. Immutable; the payload must not be changed afterwards.
/// </summary>
public sealed class MqttMessage
{
    /// <summary>Makes a message.</summary>
    /// <param name="topic">Topic name, without wildcards.</param>
    /// <param name="payload">Payload; not copied.</param>
    /// <param name="qos">QoS to publish with, or with which it was delivered.</param>
    /// <param name="retain">
    /// Publishing: the broker keeps it as the topic's retained message. Received: it is one that the broker had kept.
    /// </param>
    /// <exception cref="ArgumentException">The topic name is not valid; the message says why.</exception>
    public MqttMessage(string topic, ReadOnlyMemory<byte> payload, MqttQos qos = MqttQos.AtMostOnce, bool retain = false)
    {
        var error = MqttTopicName.Check(topic);
        if (error != MqttDecodeError.None)
        {
            throw new ArgumentException($"'{topic}' is not a topic name: {error}.", nameof(topic));
        }

        Topic = topic;
        Payload = payload;
        Qos = qos;
        Retain = retain;
    }

    private MqttMessage(MqttMessage other, MqttQos qos, bool retain)
    {
        Topic = other.Topic;
        Payload = other.Payload;
        Qos = qos;
        Retain = retain;
    }

    /// <summary>Topic name.</summary>
    public string Topic { get; }

    /// <summary>Payload bytes.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Quality of service.</summary>
    public MqttQos Qos { get; }

    /// <summary>Retain flag.</summary>
    public bool Retain { get; }

    /// <summary>The payload read as UTF-8; malformed bytes become U+FFFD.</summary>
    public string PayloadText => Encoding.UTF8.GetString(Payload.Span);

    /// <summary>Makes a message from text, encoded as UTF-8.</summary>
    /// <exception cref="ArgumentException">The topic name is not valid.</exception>
    public static MqttMessage FromText(string topic, string text, MqttQos qos = MqttQos.AtMostOnce, bool retain = false) =>
        new(topic, Encoding.UTF8.GetBytes(text), qos, retain);

    /// <summary>The same topic and payload with another QoS and retain flag; the payload is shared.</summary>
    public MqttMessage With(MqttQos qos, bool retain) =>
        qos == Qos && retain == Retain ? this : new MqttMessage(this, qos, retain);

    /// <inheritdoc/>
    public override string ToString() => $"{Topic} ({Payload.Length} bytes, QoS {(int)Qos}{(Retain ? ", retained" : "")})";
}
