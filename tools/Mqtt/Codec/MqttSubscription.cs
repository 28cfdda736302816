using System;

namespace ZhiSan.Edge.Mqtt;

/// <summary>One entry of a SUBSCRIBE: a topic filter and the highest QoS wanted.</summary>
/// <param name="Filter">Topic filter.</param>
/// <param name="Qos">Highest QoS to deliver with.</param>
public sealed record MqttSubscription(MqttTopicFilter Filter, MqttQos Qos)
{
    /// <summary>Makes an entry from text.</summary>
    /// <exception cref="ArgumentException">The filter is not valid.</exception>
    public MqttSubscription(string filter, MqttQos qos)
        : this(MqttTopicFilter.Parse(filter), qos)
    {
    }
}
