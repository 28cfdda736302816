using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>FsCheck prints the seed of a failure.</summary>
public class CodecPropertyTests
{
    private static readonly Gen<string> Level =
        Gen.Elements('a', 'B', '7', ' ', '$', '-', '茶', 'é').ArrayOf().Select(chars => new string(chars));

    private static readonly Gen<string> Topic =
        Level.NonEmptyListOf().Select(levels => string.Join('/', levels.Take(20))).Where(text => text.Length > 0);

    private static readonly Gen<string> Filter =
        from levels in Gen.OneOf(Level, Gen.Constant("+")).NonEmptyListOf()
        from tail in Gen.Elements("", "/#")
        let text = string.Join('/', levels.Take(20)) + tail
        where text.Length > 0
        select text;

    private static readonly Gen<byte[]> Payload = ArbMap.Default.GeneratorFor<byte[]>();

    private static readonly Gen<ushort> PacketId = Gen.Choose(1, ushort.MaxValue).Select(id => (ushort)id);

    private static readonly Gen<bool> Coin = Gen.Elements(true, false);

    private static readonly Gen<MqttPacket> AnyPacket = Gen.OneOf(Connects(), Publishes(), Subscribes(), Others());

    [Fact]
    public void What_was_written_is_read_back_the_same() =>
        Prop.ForAll(AnyPacket.ToArbitrary(), packet =>
        {
            var bytes = MqttEncoder.Encode(packet);
            var error = new MqttDecoder(SenderOf(packet)).Decode(bytes, out var consumed, out var read);
            return error == MqttDecodeError.None && consumed == bytes.Length
                && PacketSamples.Describe(read) == PacketSamples.Describe(packet)
                && MqttEncoder.Encode(read!).AsSpan().SequenceEqual(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Any_cut_of_the_stream_gives_the_same_packets() =>
        Prop.ForAll(
            AnyPacket.Where(packet => SenderOf(packet) == MqttPacketSender.Client).NonEmptyListOf().ToArbitrary(),
            Gen.Choose(1, 40).NonEmptyListOf().ToArbitrary(),
            (packets, cuts) =>
            {
                var stream = packets.SelectMany(MqttEncoder.Encode).ToArray();
                return ReadInPieces(stream, cuts).SequenceEqual(packets.Select(PacketSamples.Describe));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Any_byte_changed_gives_a_packet_a_wait_or_a_named_error_and_never_an_exception() =>
        Prop.ForAll(
            AnyPacket.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(),
            (packet, where, change) =>
            {
                var bytes = MqttEncoder.Encode(packet);
                bytes[where % bytes.Length] ^= (byte)change;
                var error = new MqttDecoder(SenderOf(packet)).Decode(bytes, out var consumed, out var read);
                return consumed <= bytes.Length && (error == MqttDecodeError.None || read is null);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Gen<MqttPacket> Connects() =>
        from clientId in Level
        from clean in Coin
        from keepAlive in Gen.Choose(0, ushort.MaxValue)
        from will in Gen.OneOf(Gen.Constant<MqttMessage?>(null), Messages().Select(message => (MqttMessage?)message))
        from user in Gen.OneOf(Gen.Constant<string?>(null), Level.Select(text => (string?)text))
        from password in Payload
        from withPassword in Coin
        select (MqttPacket)new ConnectPacket(
            clientId, clean, (ushort)keepAlive, will, user,
            user is not null && withPassword ? password : (ReadOnlyMemory<byte>?)null);

    private static Gen<MqttMessage> Messages() =>
        from topic in Topic
        from payload in Payload
        from qos in Gen.Elements(MqttQos.AtMostOnce, MqttQos.AtLeastOnce)
        from retain in Coin
        select new MqttMessage(topic, payload, qos, retain);

    private static Gen<MqttPacket> Publishes() =>
        from message in Messages()
        from packetId in PacketId
        from duplicate in Coin
        select (MqttPacket)(message.Qos == MqttQos.AtMostOnce
            ? new PublishPacket(message)
            : new PublishPacket(message, packetId, duplicate));

    private static Gen<MqttPacket> Subscribes() =>
        from packetId in PacketId
        from filters in Filter.NonEmptyListOf()
        from qos in Gen.Elements(MqttQos.AtMostOnce, MqttQos.AtLeastOnce, MqttQos.ExactlyOnce)
        from unsubscribe in Coin
        select unsubscribe
            ? (MqttPacket)new UnsubscribePacket(packetId, filters.Select(MqttTopicFilter.Parse).ToList())
            : new SubscribePacket(packetId, filters.Select(filter => new MqttSubscription(filter, qos)).ToList());

    private static Gen<MqttPacket> Others() =>
        from packetId in PacketId
        from codes in Gen.Elements(Enum.GetValues<MqttSubscribeCode>()).NonEmptyListOf()
        from code in Gen.Elements(Enum.GetValues<MqttConnectReturnCode>())
        from packet in Gen.Elements<MqttPacket>(
            AckPacket.Publish(packetId), AckPacket.Unsubscribe(packetId), new SubAckPacket(packetId, codes),
            new ConnAckPacket(code == MqttConnectReturnCode.Accepted && packetId % 2 == 0, code),
            BarePacket.PingRequest, BarePacket.PingResponse, BarePacket.Disconnect)
        select packet;

    private static MqttPacketSender SenderOf(MqttPacket packet) =>
        packet.Type is MqttPacketType.ConnAck or MqttPacketType.SubAck or MqttPacketType.UnsubAck or MqttPacketType.PingResp
            ? MqttPacketSender.Server
            : MqttPacketSender.Client;

    private static List<string> ReadInPieces(byte[] stream, IReadOnlyList<int> cuts)
    {
        var decoder = new MqttDecoder(MqttPacketSender.Client);
        var read = new List<string>();
        var at = 0;
        for (var i = 0; at < stream.Length; i++)
        {
            var end = Math.Min(stream.Length, at + cuts[i % cuts.Count]);
            while (at < end)
            {
                Assert.Equal(MqttDecodeError.None, decoder.Decode(stream.AsSpan(at, end - at), out var consumed, out var packet));
                at += consumed;
                if (packet is not null)
                {
                    read.Add(PacketSamples.Describe(packet));
                }
            }
        }

        return read;
    }
}
