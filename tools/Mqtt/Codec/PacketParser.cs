using System.Collections.Generic;

namespace ZhiSan.Edge.Mqtt;

/// <summary>Turns a complete body, whose header passed <see cref="HeaderRules"/>, into a packet (sections 3.1 to 3.14).</summary>
internal static class PacketParser
{
    public static MqttDecodeError Parse(byte first, byte[] body, int length, out MqttPacket? packet)
    {
        var reader = new FieldReader(body, length);
        var parsed = (MqttPacketType)(first >> 4) switch
        {
            MqttPacketType.Connect => ConnectParser.Parse(ref reader),
            MqttPacketType.ConnAck => ParseConnAck(ref reader),
            MqttPacketType.Publish => ParsePublish(ref reader, first),
            MqttPacketType.PubAck => AckPacket.Publish(reader.ReadPacketId()),
            MqttPacketType.Subscribe => ParseSubscribe(ref reader),
            MqttPacketType.SubAck => ParseSubAck(ref reader),
            MqttPacketType.Unsubscribe => ParseUnsubscribe(ref reader),
            MqttPacketType.UnsubAck => AckPacket.Unsubscribe(reader.ReadPacketId()),
            MqttPacketType.PingReq => BarePacket.PingRequest,
            MqttPacketType.PingResp => BarePacket.PingResponse,
            _ => (MqttPacket?)BarePacket.Disconnect,
        };
        var error = reader.Finish();
        packet = error == MqttDecodeError.None ? parsed : null;
        return error;
    }

    private static ConnAckPacket ParseConnAck(ref FieldReader reader)
    {
        var flags = reader.ReadByte();
        var code = reader.ReadByte();
        var refusedWithSession = flags == 1 && code != 0;
        if (flags > 1 || code > (byte)MqttConnectReturnCode.NotAuthorized || refusedWithSession)
        {
            reader.Fail(MqttDecodeError.InvalidReturnCode);
        }

        return new ConnAckPacket(flags == 1, (MqttConnectReturnCode)code);
    }

    private static PublishPacket? ParsePublish(ref FieldReader reader, byte first)
    {
        var qos = (MqttQos)(first >> 1 & 0b11);
        var topic = reader.ReadTopicName();
        var packetId = qos == MqttQos.AtMostOnce ? (ushort)0 : reader.ReadPacketId();
        var payload = reader.ReadRest();
        return reader.Error != MqttDecodeError.None
            ? null
            : new PublishPacket(new MqttMessage(topic, payload, qos, (first & 1) != 0), packetId, (first & 0b1000) != 0);
    }

    private static SubscribePacket ParseSubscribe(ref FieldReader reader)
    {
        var packetId = reader.ReadPacketId();
        var subscriptions = new List<MqttSubscription>();
        while (!reader.AtEnd)
        {
            var filter = reader.ReadTopicFilter();
            var qos = reader.ReadByte();
            if (qos > (byte)MqttQos.ExactlyOnce)
            {
                reader.Fail(qos == 3 ? MqttDecodeError.InvalidQos : MqttDecodeError.InvalidFlags);
            }

            if (filter is not null)
            {
                subscriptions.Add(new MqttSubscription(filter, (MqttQos)qos));
            }
        }

        RequireEntries(ref reader, subscriptions.Count);
        return new SubscribePacket(packetId, subscriptions);
    }

    private static SubAckPacket ParseSubAck(ref FieldReader reader)
    {
        var packetId = reader.ReadPacketId();
        var codes = new List<MqttSubscribeCode>();
        foreach (var code in reader.ReadRest().Span)
        {
            if (code is > (byte)MqttSubscribeCode.GrantedQos2 and not (byte)MqttSubscribeCode.Failure)
            {
                reader.Fail(MqttDecodeError.InvalidReturnCode);
            }

            codes.Add((MqttSubscribeCode)code);
        }

        RequireEntries(ref reader, codes.Count);
        return new SubAckPacket(packetId, codes);
    }

    private static UnsubscribePacket ParseUnsubscribe(ref FieldReader reader)
    {
        var packetId = reader.ReadPacketId();
        var filters = new List<MqttTopicFilter>();
        while (!reader.AtEnd)
        {
            if (reader.ReadTopicFilter() is { } filter)
            {
                filters.Add(filter);
            }
        }

        RequireEntries(ref reader, filters.Count);
        return new UnsubscribePacket(packetId, filters);
    }

    private static void RequireEntries(ref FieldReader reader, int count)
    {
        if (count == 0)
        {
            reader.Fail(MqttDecodeError.EmptyList);
        }
    }
}
