using System;

namespace ZhiSan.Edge.Mqtt;

/// <summary>Reads CONNECT (section 3.1).</summary>
internal static class ConnectParser
{
    private const int WillQosShift = 3;

    public static ConnectPacket? Parse(ref FieldReader reader)
    {
        var name = reader.ReadString();
        if (name != "MQTT")
        {
            // "MQIsdp" is MQTT 3.1: an honest client that deserves the honest answer "wrong version".
            reader.Fail(name == "MQIsdp" ? MqttDecodeError.UnsupportedProtocolLevel : MqttDecodeError.InvalidProtocolName);
        }

        if (reader.ReadByte() != MqttLimits.ProtocolLevel)
        {
            reader.Fail(MqttDecodeError.UnsupportedProtocolLevel);
        }

        var flags = (ConnectFlags)reader.ReadByte();
        if (!Consistent(flags))
        {
            reader.Fail(MqttDecodeError.InvalidConnectFlags);
        }

        var keepAliveSeconds = reader.ReadUInt16();
        var clientId = reader.ReadString();
        var willTopic = flags.HasFlag(ConnectFlags.Will) ? reader.ReadTopicName() : null;
        var willPayload = flags.HasFlag(ConnectFlags.Will) ? reader.ReadBinary() : default;
        var userName = flags.HasFlag(ConnectFlags.UserName) ? reader.ReadString() : null;
        var password = flags.HasFlag(ConnectFlags.Password) ? reader.ReadBinary() : (ReadOnlyMemory<byte>?)null;
        if (reader.Error != MqttDecodeError.None)
        {
            return null;
        }

        var will = willTopic is null
            ? null
            : new MqttMessage(willTopic, willPayload, WillQos(flags), flags.HasFlag(ConnectFlags.WillRetain));
        return new ConnectPacket(clientId, flags.HasFlag(ConnectFlags.CleanSession), keepAliveSeconds, will, userName, password);
    }

    private static MqttQos WillQos(ConnectFlags flags) => (MqttQos)((int)flags >> WillQosShift & 0b11);

    private static bool Consistent(ConnectFlags flags)
    {
        const ConnectFlags NeedWill = ConnectFlags.WillQosLow | ConnectFlags.WillQosHigh | ConnectFlags.WillRetain;
        if (flags.HasFlag(ConnectFlags.Reserved) || WillQos(flags) > MqttQos.ExactlyOnce)
        {
            return false;
        }

        return (flags.HasFlag(ConnectFlags.Will) || (flags & NeedWill) == 0)
            && (flags.HasFlag(ConnectFlags.UserName) || !flags.HasFlag(ConnectFlags.Password));
    }
}
