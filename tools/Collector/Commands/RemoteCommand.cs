using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Collector;

/// <summary>A command to a gateway, as PROTOCOL.md describes it. Signed with the gateway's key when it becomes a message.</summary>
/// <param name="Target">The gateway.</param>
/// <param name="Id">1 to 24 characters out of <c>a-z 0-9 -</c>; the answer carries it.</param>
/// <param name="Counter">Rises with every command to this gateway; below 2^53.</param>
/// <param name="Name"><c>ping</c>, <c>identify</c>, <c>reboot</c>, <c>replay</c> or <c>set</c>.</param>
public sealed record RemoteCommand(GatewayId Target, string Id, long Counter, string Name)
{
    /// <summary>Largest counter: what every JSON reader holds exactly.</summary>
    public const long MaxCounter = (1L << 53) - 1;

    private const string Version = "zhisan-cmd-v1";

    /// <summary>Epoch of a <c>replay</c>.</summary>
    public uint Epoch { get; init; }

    /// <summary>Numbers that a <c>replay</c> asks for.</summary>
    public NumberRange Range { get; init; } = new(0, 0);

    /// <summary>Configuration key of a <c>set</c>.</summary>
    public string Key { get; init; } = "";

    /// <summary>New value of a <c>set</c>.</summary>
    public string Value { get; init; } = "";

    /// <summary>The message for <c>&lt;root&gt;/cmd</c>.</summary>
    /// <param name="deviceKey">The gateway's key; it is not kept.</param>
    public MqttMessage ToMqtt(byte[] deviceKey) => MqttMessage.FromText(Target.TopicRoot + "/cmd", ToJson(deviceKey), MqttQos.AtLeastOnce);

    /// <summary>The flat JSON of the command, with its MAC.</summary>
    public string ToJson(byte[] deviceKey)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", Id);
            json.WriteNumber("counter", Counter);
            json.WriteString("cmd", Name);
            if (Name == "replay")
            {
                json.WriteNumber("epoch", Epoch);
                json.WriteNumber("from", Range.First);
                json.WriteNumber("to", Range.Last);
            }
            else if (Name == "set")
            {
                json.WriteString("key", Key);
                json.WriteString("value", Value);
            }

            json.WriteString("mac", Mac(deviceKey));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>HMAC-SHA256 over version, gateway, id, counter, command and arguments, one line each; lower-case hexadecimal.</summary>
    public string Mac(byte[] deviceKey)
    {
        var arguments = Name switch
        {
            "replay" => string.Create(CultureInfo.InvariantCulture, $"{Epoch}\n{Range.First}\n{Range.Last}"),
            "set" => $"{Key}\n{Value}",
            _ => "",
        };
        var text = string.Create(CultureInfo.InvariantCulture, $"{Version}\n{Target}\n{Id}\n{Counter}\n{Name}\n{arguments}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(deviceKey, Encoding.UTF8.GetBytes(text)));
    }
}
