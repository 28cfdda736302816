using System;

namespace ZhiSan.Edge.Mqtt;

/// <summary>Rules for topic names: what a message is published to (MQTT 3.1.1 section 4.7.3).</summary>
public static class MqttTopicName
{
    /// <summary>Checks a topic name.</summary>
    /// <returns><see cref="MqttDecodeError.None"/>, or the rule that it breaks.</returns>
    public static MqttDecodeError Check(string? topic)
    {
        if (string.IsNullOrEmpty(topic) || topic.AsSpan().ContainsAny('+', '#'))
        {
            return MqttDecodeError.InvalidTopicName;
        }

        return TopicText.Check(topic);
    }
}
