using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// Writes control packets (MQTT 3.1.1 sections 2 and 3). What it is given comes from our own code, so a packet that the standard
/// does not allow is an <see cref="ArgumentException"/>.
/// </summary>
public static class MqttEncoder
{
    private const byte SubscribeFlags = 0b0010;

    /// <summary>Encodes one packet.</summary>
    /// <exception cref="ArgumentException">The standard does not allow this packet.</exception>
    public static byte[] Encode(MqttPacket packet)
    {
        var writer = new ArrayBufferWriter<byte>();
        Write(writer, packet);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Appends one packet; on an exception nothing was written.</summary>
    /// <exception cref="ArgumentException">The standard does not allow this packet.</exception>
    public static void Write(IBufferWriter<byte> writer, MqttPacket packet)
    {
        switch (packet)
        {
            case PublishPacket publish: WritePublish(writer, publish); break;
            case AckPacket ack: WriteAck(writer, ack); break;
            case BarePacket: WriteHeader(writer, packet.Type, 0, 0); break;
            case ConnectPacket connect: ConnectEncoder.Write(writer, connect); break;
            case ConnAckPacket connAck: WriteConnAck(writer, connAck); break;
            case SubscribePacket subscribe: WriteSubscribe(writer, subscribe); break;
            case SubAckPacket subAck: WriteSubAck(writer, subAck); break;
            case UnsubscribePacket unsubscribe: WriteUnsubscribe(writer, unsubscribe); break;
            default: throw new ArgumentException($"{packet.GetType().Name} is not a packet of MQTT 3.1.1.", nameof(packet));
        }
    }

    /// <summary>Size in bytes of the PUBLISH that carries this message, header included.</summary>
    public static int PublishSizeBytes(MqttMessage message)
    {
        var remaining = PublishRemaining(message);
        return 1 + LengthFieldBytes(remaining) + remaining;
    }

    internal static void WriteHeader(IBufferWriter<byte> writer, MqttPacketType type, byte flags, int remaining)
    {
        var span = writer.GetSpan(1 + MqttLimits.MaxRemainingLengthFieldBytes);
        span[0] = (byte)((int)type << 4 | flags);
        var at = 1;
        do
        {
            var digit = remaining & 0x7F;
            remaining >>= 7;
            span[at++] = (byte)(remaining > 0 ? digit | 0x80 : digit);
        }
        while (remaining > 0);
        writer.Advance(at);
    }

    internal static void WriteByte(IBufferWriter<byte> writer, byte value)
    {
        writer.GetSpan(1)[0] = value;
        writer.Advance(1);
    }

    internal static void WriteUInt16(IBufferWriter<byte> writer, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(writer.GetSpan(2), value);
        writer.Advance(2);
    }

    internal static void WriteString(IBufferWriter<byte> writer, string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        WriteUInt16(writer, (ushort)count);
        writer.Advance(Encoding.UTF8.GetBytes(text, writer.GetSpan(count)));
    }

    internal static int StringSize(string text) => 2 + Encoding.UTF8.GetByteCount(text);

    private static void WritePublish(IBufferWriter<byte> writer, PublishPacket packet)
    {
        var message = packet.Message;
        if (message.Qos > MqttQos.AtLeastOnce)
        {
            throw new ArgumentException("QoS 2 is not supported; publish with QoS 0 or 1.");
        }

        if (message.Qos == MqttQos.AtMostOnce ? packet.PacketId != 0 || packet.Duplicate : packet.PacketId == 0)
        {
            throw new ArgumentException(
                "A QoS 0 message has packet identifier 0 and no DUP flag; a QoS 1 message has an identifier.");
        }

        var remaining = PublishRemaining(message);
        if (remaining > MqttLimits.MaxRemainingLengthBytes)
        {
            throw new ArgumentException("The message is longer than MQTT can carry.");
        }

        var flags = (packet.Duplicate ? 0b1000 : 0) | (int)message.Qos << 1 | (message.Retain ? 1 : 0);
        WriteHeader(writer, MqttPacketType.Publish, (byte)flags, remaining);
        WriteString(writer, message.Topic);
        if (message.Qos != MqttQos.AtMostOnce)
        {
            WriteUInt16(writer, packet.PacketId);
        }

        writer.Write(message.Payload.Span);
    }

    private static int PublishRemaining(MqttMessage message) =>
        StringSize(message.Topic) + (message.Qos == MqttQos.AtMostOnce ? 0 : 2) + message.Payload.Length;

    private static void WriteAck(IBufferWriter<byte> writer, AckPacket packet)
    {
        RequirePacketId(packet.PacketId);
        WriteHeader(writer, packet.Type, 0, 2);
        WriteUInt16(writer, packet.PacketId);
    }

    private static void WriteConnAck(IBufferWriter<byte> writer, ConnAckPacket packet)
    {
        WriteHeader(writer, MqttPacketType.ConnAck, 0, 2);
        WriteByte(writer, packet.SessionPresent ? (byte)1 : (byte)0);
        WriteByte(writer, (byte)packet.ReturnCode);
    }

    private static void WriteSubscribe(IBufferWriter<byte> writer, SubscribePacket packet)
    {
        RequirePacketId(packet.PacketId);
        RequireEntries(packet.Subscriptions.Count);
        var remaining = 2;
        foreach (var subscription in packet.Subscriptions)
        {
            remaining += StringSize(subscription.Filter.Text) + 1;
        }

        WriteHeader(writer, MqttPacketType.Subscribe, SubscribeFlags, remaining);
        WriteUInt16(writer, packet.PacketId);
        foreach (var subscription in packet.Subscriptions)
        {
            WriteString(writer, subscription.Filter.Text);
            WriteByte(writer, (byte)subscription.Qos);
        }
    }

    private static void WriteSubAck(IBufferWriter<byte> writer, SubAckPacket packet)
    {
        RequirePacketId(packet.PacketId);
        RequireEntries(packet.Codes.Count);
        WriteHeader(writer, MqttPacketType.SubAck, 0, 2 + packet.Codes.Count);
        WriteUInt16(writer, packet.PacketId);
        foreach (var code in packet.Codes)
        {
            WriteByte(writer, (byte)code);
        }
    }

    private static void WriteUnsubscribe(IBufferWriter<byte> writer, UnsubscribePacket packet)
    {
        RequirePacketId(packet.PacketId);
        RequireEntries(packet.Filters.Count);
        var remaining = 2;
        foreach (var filter in packet.Filters)
        {
            remaining += StringSize(filter.Text);
        }

        WriteHeader(writer, MqttPacketType.Unsubscribe, SubscribeFlags, remaining);
        WriteUInt16(writer, packet.PacketId);
        foreach (var filter in packet.Filters)
        {
            WriteString(writer, filter.Text);
        }
    }

    private static void RequirePacketId(ushort packetId)
    {
        if (packetId == 0)
        {
            throw new ArgumentException("Packet identifier 0 is not allowed.");
        }
    }

    private static void RequireEntries(int count)
    {
        if (count == 0)
        {
            throw new ArgumentException("The packet needs at least one entry.");
        }
    }

    private static int LengthFieldBytes(int remaining) => remaining switch
    {
        < 1 << 7 => 1,
        < 1 << 14 => 2,
        < 1 << 21 => 3,
        _ => 4,
    };
}
