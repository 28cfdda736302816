namespace ZhiSan.Edge.Mqtt;

/// <summary>Decides who may publish and subscribe where. Called from many threads; must be quick and not throw.</summary>
public interface IMqttAuthorizer
{
    /// <summary>Whether this client may publish to a topic, last will included. If not, its connection is closed.</summary>
    bool MayPublish(string identity, string clientId, string topic);

    /// <summary>
    /// Whether this client may subscribe with a filter. The whole filter must be judged, not one topic that it matches:
    /// <see cref="MqttTopicFilter.Includes(MqttTopicFilter)"/> answers that. If not, the entry is refused.
    /// </summary>
    bool MaySubscribe(string identity, string clientId, MqttTopicFilter filter);
}
