using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class CodecTests
{
    [Theory]
    [MemberData(nameof(PacketSamples.Names), MemberType = typeof(PacketSamples))]
    public void A_packet_has_the_bytes_of_the_standard(int index, string name)
    {
        var sample = PacketSamples.All[index];
        Assert.Equal(sample.Hex.Replace(" ", ""), Convert.ToHexString(MqttEncoder.Encode(sample.Packet)));
        Assert.Equal(sample.Name, name);
    }

    [Theory]
    [MemberData(nameof(PacketSamples.Names), MemberType = typeof(PacketSamples))]
    public void A_packet_is_read_whole(int index, string name)
    {
        var (_, sender, expected, hex) = PacketSamples.All[index];
        var bytes = PacketSamples.Bytes(hex);

        var error = new MqttDecoder(sender).Decode(bytes, out var consumed, out var packet);

        Assert.Equal((MqttDecodeError.None, bytes.Length), (error, consumed));
        Assert.Equal(PacketSamples.Describe(expected), PacketSamples.Describe(packet));
        Assert.NotEmpty(name);
    }

    [Theory]
    [MemberData(nameof(PacketSamples.Names), MemberType = typeof(PacketSamples))]
    public void A_packet_is_read_byte_by_byte(int index, string name)
    {
        var (_, sender, expected, hex) = PacketSamples.All[index];
        var bytes = PacketSamples.Bytes(hex);
        var decoder = new MqttDecoder(sender);
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.Equal(MqttDecodeError.None, decoder.Decode(bytes.AsSpan(i, 1), out var consumed, out var packet));
            Assert.Equal(1, consumed);
            Assert.Equal(i == bytes.Length - 1 ? PacketSamples.Describe(expected) : "nothing", PacketSamples.Describe(packet));
            Assert.Equal(i == bytes.Length - 1, decoder.IsBetweenPackets);
        }

        Assert.NotEmpty(name);
    }

    [Theory]
    [MemberData(nameof(PacketSamples.Names), MemberType = typeof(PacketSamples))]
    public void Bytes_behind_a_packet_are_left_for_the_next(int index, string name)
    {
        var (_, sender, expected, hex) = PacketSamples.All[index];
        var bytes = PacketSamples.Bytes(hex);
        byte[] two = [.. bytes, .. bytes, 0xC0];
        var decoder = new MqttDecoder(sender);

        Assert.Equal(MqttDecodeError.None, decoder.Decode(two, out var first, out var packet));
        Assert.Equal(bytes.Length, first);
        Assert.Equal(PacketSamples.Describe(expected), PacketSamples.Describe(packet));
        Assert.Equal(MqttDecodeError.None, decoder.Decode(two.AsSpan(first), out var second, out packet));
        Assert.Equal(bytes.Length, second);
        Assert.Equal(PacketSamples.Describe(expected), PacketSamples.Describe(packet));
        Assert.NotEmpty(name);
    }

    [Theory]
    [MemberData(nameof(PacketSamples.Names), MemberType = typeof(PacketSamples))]
    public void A_packet_cut_short_is_not_a_packet_whatever_its_length_says(int index, string name)
    {
        // Each prefix of the body, under a header that announces just that prefix.
        var (_, sender, expected, hex) = PacketSamples.All[index];
        var bytes = PacketSamples.Bytes(hex);
        for (var length = 0; length < bytes.Length - 2; length++)
        {
            byte[] cut = [bytes[0], (byte)length, .. bytes.AsSpan(2, length)];
            var error = new MqttDecoder(sender).Decode(cut, out _, out var packet);
            if (error == MqttDecodeError.None)
            {
                // A payload, a list of codes or of filters may be shorter; everything before it may not.
                Assert.True(
                    packet is PublishPacket or SubscribePacket or SubAckPacket or UnsubscribePacket, $"{name} at {length}");
                Assert.NotEqual(PacketSamples.Describe(expected), PacketSamples.Describe(packet));
            }
            else
            {
                Assert.Null(packet);
            }
        }
    }

    [Theory]
    [InlineData(127, 2)]
    [InlineData(128, 3)]
    [InlineData(16_383, 3)]
    [InlineData(16_384, 4)]
    [InlineData(2_097_151, 4)]
    [InlineData(2_097_152, 5)]
    public void The_length_field_grows_where_the_standard_says(int remaining, int headerBytes)
    {
        var message = new MqttMessage("t", new byte[remaining - 3]);
        var bytes = MqttEncoder.Encode(new PublishPacket(message));

        Assert.Equal(headerBytes + remaining, bytes.Length);
        Assert.Equal(bytes.Length, MqttEncoder.PublishSizeBytes(message));
        Assert.Equal(
            MqttDecodeError.None, new MqttDecoder(MqttPacketSender.Client, bytes.Length).Decode(bytes, out _, out var packet));
        Assert.Equal(remaining - 3, Assert.IsType<PublishPacket>(packet).Message.Payload.Length);
        Assert.Equal(
            MqttDecodeError.PacketTooLarge,
            new MqttDecoder(MqttPacketSender.Client, bytes.Length - 1).Decode(bytes, out var consumed, out _));
        Assert.Equal(headerBytes, consumed);
    }

    [Fact]
    public void Packets_that_the_standard_forbids_are_not_written()
    {
        var qos1 = new MqttMessage("a", default, MqttQos.AtLeastOnce);
        IEnumerable<MqttPacket> forbidden =
        [
            new PublishPacket(qos1),
            new PublishPacket(new MqttMessage("a", default), 1),
            new PublishPacket(new MqttMessage("a", default), 0, Duplicate: true),
            new PublishPacket(new MqttMessage("a", default, MqttQos.ExactlyOnce), 1),
            AckPacket.Publish(0),
            new SubscribePacket(1, []),
            new SubscribePacket(0, [new MqttSubscription("a", MqttQos.AtMostOnce)]),
            new UnsubscribePacket(1, []),
            new SubAckPacket(1, []),
            new ConnectPacket("a", true, 0, Password: Array.Empty<byte>()),
            new ConnectPacket("a\0", true, 0),
            new ConnectPacket("\uD800", true, 0),
            new ConnectPacket(new string('a', 65_536), true, 0),
            new ConnectPacket("a", true, 0, new MqttMessage("a", new byte[65_536])),
        ];
        Assert.All(forbidden, packet => Assert.Throws<ArgumentException>(() => MqttEncoder.Encode(packet)));
        Assert.Equal(14, forbidden.Count());
        Assert.Throws<ArgumentException>(() => new MqttMessage("a/+", default));
        Assert.Throws<ArgumentException>(() => new MqttSubscription("a#", MqttQos.AtMostOnce));
    }
}
