using System;
using System.Collections.Generic;
using System.Text;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>One packet of each kind with its bytes, written down by hand from the tables of the standard.</summary>
internal static class PacketSamples
{
    public static readonly IReadOnlyList<(string Name, MqttPacketSender Sender, MqttPacket Packet, string Hex)> All =
    [
        ("connect, least", MqttPacketSender.Client, new ConnectPacket("", true, 0),
            "10 0C 0004 4D515454 04 02 0000 0000"),
        ("connect, all fields", MqttPacketSender.Client,
            new ConnectPacket(
                "gw", false, 60, new MqttMessage("w", "x"u8.ToArray(), MqttQos.AtLeastOnce, true), "u", "p"u8.ToArray()),
            "10 1A 0004 4D515454 04 EC 003C 0002 6777 0001 77 0001 78 0001 75 0001 70"),
        ("connect, empty will and password", MqttPacketSender.Client,
            new ConnectPacket("g", true, 1, new MqttMessage("w", default), "", Array.Empty<byte>()),
            "10 16 0004 4D515454 04 C6 0001 0001 67 0001 77 0000 0000 0000"),
        ("connack, session present", MqttPacketSender.Server,
            new ConnAckPacket(true, MqttConnectReturnCode.Accepted), "20 02 01 00"),
        ("connack, refused", MqttPacketSender.Server,
            new ConnAckPacket(false, MqttConnectReturnCode.NotAuthorized), "20 02 00 05"),
        ("publish, QoS 0, empty", MqttPacketSender.Client,
            new PublishPacket(new MqttMessage("a/b", default)), "30 05 0003 612F62"),
        ("publish, QoS 1, retained, again", MqttPacketSender.Server,
            new PublishPacket(new MqttMessage("茶", "hi"u8.ToArray(), MqttQos.AtLeastOnce, true), 0x1234, true),
            "3B 09 0003 E88CB6 1234 6869"),
        ("puback", MqttPacketSender.Client, AckPacket.Publish(0xFFFF), "40 02 FFFF"),
        ("subscribe", MqttPacketSender.Client,
            new SubscribePacket(
                10, [new MqttSubscription("a/#", MqttQos.AtLeastOnce), new MqttSubscription("+", MqttQos.ExactlyOnce)]),
            "82 0C 000A 0003 612F23 01 0001 2B 02"),
        ("suback", MqttPacketSender.Server,
            new SubAckPacket(10, [MqttSubscribeCode.GrantedQos0, MqttSubscribeCode.GrantedQos2, MqttSubscribeCode.Failure]),
            "90 05 000A 00 02 80"),
        ("unsubscribe", MqttPacketSender.Client,
            new UnsubscribePacket(11, [MqttTopicFilter.Parse("a"), MqttTopicFilter.Parse("#")]),
            "A2 08 000B 0001 61 0001 23"),
        ("unsuback", MqttPacketSender.Server, AckPacket.Unsubscribe(11), "B0 02 000B"),
        ("pingreq", MqttPacketSender.Client, BarePacket.PingRequest, "C0 00"),
        ("pingresp", MqttPacketSender.Server, BarePacket.PingResponse, "D0 00"),
        ("disconnect", MqttPacketSender.Client, BarePacket.Disconnect, "E0 00"),
    ];

    public static TheoryData<int, string> Names()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < All.Count; i++)
        {
            data.Add(i, All[i].Name);
        }

        return data;
    }

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", ""));

    /// <summary>Every field of a packet as text, so that two packets are equal if and only if their texts are.</summary>
    public static string Describe(MqttPacket? packet) => packet switch
    {
        null => "nothing",
        ConnectPacket p => $"CONNECT {p.ClientId}|{p.CleanSession}|{p.KeepAliveSeconds}|{Describe(p.Will)}|"
            + $"{p.UserName ?? "none"}|" + (p.Password is { } secret ? Convert.ToHexString(secret.Span) : "none"),
        PublishPacket p => $"PUBLISH {Describe(p.Message)}|{p.PacketId}|{p.Duplicate}",
        SubscribePacket p => $"SUBSCRIBE {p.PacketId}|{string.Join('|', p.Subscriptions)}",
        SubAckPacket p => $"SUBACK {p.PacketId}|{string.Join('|', p.Codes)}",
        UnsubscribePacket p => $"UNSUBSCRIBE {p.PacketId}|{string.Join('|', p.Filters)}",
        _ => packet.ToString(),
    };

    private static string Describe(MqttMessage? message) => message is null
        ? "none"
        : $"{Convert.ToHexString(Encoding.UTF8.GetBytes(message.Topic))}:"
            + $"{Convert.ToHexString(message.Payload.Span)}:{message.Qos}:{message.Retain}";
}
