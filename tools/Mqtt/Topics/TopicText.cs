using System;
using System.Text;

namespace ZhiSan.Edge.Mqtt;

/// <summary>The checks that topic names and topic filters share.</summary>
internal static class TopicText
{
    /// <summary>Checks characters, length and depth; wildcards are the caller's matter.</summary>
    public static MqttDecodeError Check(string text)
    {
        if (text.Contains('\0'))
        {
            return MqttDecodeError.NullCharacter;
        }

        if (text.AsSpan().Count('/') >= MqttLimits.MaxTopicLevels)
        {
            return MqttDecodeError.TopicTooDeep;
        }

        return CheckEncodable(text);
    }

    /// <summary>Checks that a string can stand in a packet: no lone surrogate, at most 65,535 bytes of UTF-8.</summary>
    public static MqttDecodeError CheckEncodable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (!char.IsSurrogatePair(text, i))
                {
                    return MqttDecodeError.InvalidUtf8;
                }

                i++;
            }
        }

        return Encoding.UTF8.GetByteCount(text) > MqttLimits.MaxFieldBytes ? MqttDecodeError.WrongLength : MqttDecodeError.None;
    }
}
