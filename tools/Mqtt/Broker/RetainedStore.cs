using System.Collections.Generic;

namespace ZhiSan.Edge.Mqtt;

/// <summary>The newest retained message of each topic (section 3.3.1.3). Not thread-safe.</summary>
internal sealed class RetainedStore(int maxMessages)
{
    private readonly Dictionary<string, MqttMessage> _byTopic = [];

    public int Count => _byTopic.Count;

    /// <summary>Keeps a message; an empty payload removes the topic's.</summary>
    /// <returns>False: the store is full and does not know this topic.</returns>
    public bool Store(MqttMessage message)
    {
        if (message.Payload.IsEmpty)
        {
            _byTopic.Remove(message.Topic);
            return true;
        }

        if (_byTopic.Count >= maxMessages && !_byTopic.ContainsKey(message.Topic))
        {
            return false;
        }

        _byTopic[message.Topic] = message;
        return true;
    }

    /// <summary>
    /// Finds what a new subscription is shown. Without wildcards that is one look-up, which is what gateways ask for.
    /// </summary>
    public IEnumerable<MqttMessage> Find(MqttTopicFilter filter)
    {
        if (!filter.HasWildcard)
        {
            if (_byTopic.TryGetValue(filter.Text, out var message))
            {
                yield return message;
            }

            yield break;
        }

        foreach (var (topic, message) in _byTopic)
        {
            if (filter.Matches(topic))
            {
                yield return message;
            }
        }
    }
}
