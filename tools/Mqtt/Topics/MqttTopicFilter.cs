using System;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// A validated topic filter (MQTT 3.1.1 section 4.7): levels parted by '/', where a level '+' stands for any one level and a last
/// level '#' for the parent and everything below it. A filter that starts with a wildcard matches no topic that starts with '$'.
/// </summary>
public sealed record MqttTopicFilter
{
    private MqttTopicFilter(string text)
    {
        Text = text;
        HasWildcard = text.AsSpan().ContainsAny('+', '#');
    }

    /// <summary>The filter as written.</summary>
    public string Text { get; }

    /// <summary>False: the filter is a plain topic name.</summary>
    public bool HasWildcard { get; }

    /// <summary>Reads a filter.</summary>
    /// <exception cref="ArgumentException">It is not valid; the message says why.</exception>
    public static MqttTopicFilter Parse(string text)
    {
        var error = TryParse(text, out var filter);
        return filter ?? throw new ArgumentException($"'{text}' is not a topic filter: {error}.", nameof(text));
    }

    /// <summary>Reads a filter.</summary>
    /// <returns><see cref="MqttDecodeError.None"/> and the filter, or the rule that the text breaks and null.</returns>
    public static MqttDecodeError TryParse(string? text, out MqttTopicFilter? filter)
    {
        filter = null;
        var error = string.IsNullOrEmpty(text) ? MqttDecodeError.InvalidTopicFilter : TopicText.Check(text);
        if (error == MqttDecodeError.None && !WildcardsAreWellPlaced(text))
        {
            error = MqttDecodeError.InvalidTopicFilter;
        }

        if (error == MqttDecodeError.None)
        {
            filter = new MqttTopicFilter(text!);
        }

        return error;
    }

    /// <summary>Whether a message on this topic is wanted. The topic must be a valid topic name.</summary>
    public bool Matches(string topic) => Includes(Text, topic);

    /// <summary>
    /// Whether every topic that <paramref name="other"/> matches is matched by this filter too: the question an access rule asks
    /// of a subscription.
    /// </summary>
    public bool Includes(MqttTopicFilter other) => Includes(Text, other.Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool WildcardsAreWellPlaced(ReadOnlySpan<char> text)
    {
        var atEnd = false;
        while (!atEnd)
        {
            var level = NextLevel(ref text, ref atEnd);
            var hasWildcard = level.ContainsAny('+', '#');
            if (hasWildcard && (level.Length > 1 || level is "#" && !atEnd))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Walks both level by level; a wildcard on the right side is included by a wildcard on the left only.</summary>
    private static bool Includes(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        if (topic.IsEmpty || topic[0] == '$' && filter[0] is '+' or '#')
        {
            return false;
        }

        var filterAtEnd = false;
        var topicAtEnd = false;
        while (true)
        {
            var wanted = NextLevel(ref filter, ref filterAtEnd);
            if (wanted is "#")
            {
                return true;
            }

            var level = NextLevel(ref topic, ref topicAtEnd);
            if (level is "#" || wanted is not "+" && !wanted.SequenceEqual(level))
            {
                return false;
            }

            if (filterAtEnd || topicAtEnd)
            {
                return topicAtEnd && (filterAtEnd || filter is "#");
            }
        }
    }

    private static ReadOnlySpan<char> NextLevel(ref ReadOnlySpan<char> text, ref bool atEnd)
    {
        var slash = text.IndexOf('/');
        atEnd = slash < 0;
        var level = atEnd ? text : text[..slash];
        text = atEnd ? default : text[(slash + 1)..];
        return level;
    }
}
