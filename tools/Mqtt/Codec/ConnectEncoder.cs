using System;
using System.Buffers;

namespace ZhiSan.Edge.Mqtt;

/// <summary>Writes CONNECT (section 3.1), the one packet with optional fields.</summary>
internal static class ConnectEncoder
{
    private const string ProtocolName = "MQTT";
    private const int WillQosShift = 3;

    public static void Write(IBufferWriter<byte> writer, ConnectPacket packet)
    {
        Require(packet);
        var remaining = MqttEncoder.StringSize(ProtocolName) + 4 + MqttEncoder.StringSize(packet.ClientId)
            + (packet.Will is { } w ? MqttEncoder.StringSize(w.Topic) + 2 + w.Payload.Length : 0)
            + (packet.UserName is { } user ? MqttEncoder.StringSize(user) : 0)
            + (packet.Password is { } secret ? 2 + secret.Length : 0);

        MqttEncoder.WriteHeader(writer, MqttPacketType.Connect, 0, remaining);
        MqttEncoder.WriteString(writer, ProtocolName);
        MqttEncoder.WriteByte(writer, MqttLimits.ProtocolLevel);
        MqttEncoder.WriteByte(writer, (byte)FlagsOf(packet));
        MqttEncoder.WriteUInt16(writer, packet.KeepAliveSeconds);
        MqttEncoder.WriteString(writer, packet.ClientId);
        if (packet.Will is { } will)
        {
            MqttEncoder.WriteString(writer, will.Topic);
            WriteBinary(writer, will.Payload);
        }

        if (packet.UserName is { } userName)
        {
            MqttEncoder.WriteString(writer, userName);
        }

        if (packet.Password is { } password)
        {
            WriteBinary(writer, password);
        }
    }

    private static ConnectFlags FlagsOf(ConnectPacket packet)
    {
        var flags = packet.CleanSession ? ConnectFlags.CleanSession : ConnectFlags.None;
        if (packet.Will is { } will)
        {
            flags |= ConnectFlags.Will | (ConnectFlags)((int)will.Qos << WillQosShift);
            flags |= will.Retain ? ConnectFlags.WillRetain : ConnectFlags.None;
        }

        flags |= packet.UserName is null ? ConnectFlags.None : ConnectFlags.UserName;
        return flags | (packet.Password is null ? ConnectFlags.None : ConnectFlags.Password);
    }

    private static void Require(ConnectPacket packet)
    {
        if (packet.Password is not null && packet.UserName is null)
        {
            throw new ArgumentException("A password needs a user name (MQTT 3.1.1 section 3.1.2.9).");
        }

        RequireText(packet.ClientId, "The client identifier");
        RequireText(packet.UserName ?? "", "The user name");
        if (packet.Password is { Length: > MqttLimits.MaxFieldBytes }
            || packet.Will is { Payload.Length: > MqttLimits.MaxFieldBytes })
        {
            throw new ArgumentException("Password and last will are at most 65,535 bytes each.");
        }
    }

    private static void RequireText(string text, string what)
    {
        if (text.Contains('\0') || TopicText.CheckEncodable(text) != MqttDecodeError.None)
        {
            throw new ArgumentException(
                $"{what} is not text that MQTT can carry (U+0000, a lone surrogate, or over 65,535 bytes).");
        }
    }

    private static void WriteBinary(IBufferWriter<byte> writer, ReadOnlyMemory<byte> bytes)
    {
        MqttEncoder.WriteUInt16(writer, (ushort)bytes.Length);
        writer.Write(bytes.Span);
    }
}
