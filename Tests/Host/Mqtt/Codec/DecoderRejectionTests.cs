using System;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class DecoderRejectionTests
{
    private const string ConnectStart = "0004 4D515454 04";

    [Theory]
    [InlineData("00 00", MqttDecodeError.ReservedPacketType)]
    [InlineData("F0 00", MqttDecodeError.ReservedPacketType)]
    [InlineData("50 02 0001", MqttDecodeError.UnsupportedPacketType)]
    [InlineData("62 02 0001", MqttDecodeError.UnsupportedPacketType)]
    [InlineData("70 02 0001", MqttDecodeError.UnsupportedPacketType)]
    [InlineData("20 02 0000", MqttDecodeError.UnexpectedPacketType)]
    [InlineData("90 03 0001 00", MqttDecodeError.UnexpectedPacketType)]
    [InlineData("D0 00", MqttDecodeError.UnexpectedPacketType)]
    [InlineData("11 0C", MqttDecodeError.InvalidFlags)]
    [InlineData("38 03", MqttDecodeError.InvalidFlags)] // DUP with QoS 0
    [InlineData("41 02", MqttDecodeError.InvalidFlags)]
    [InlineData("80 06", MqttDecodeError.InvalidFlags)]
    [InlineData("A0 05", MqttDecodeError.InvalidFlags)]
    [InlineData("C8 00", MqttDecodeError.InvalidFlags)]
    [InlineData("E1 00", MqttDecodeError.InvalidFlags)]
    [InlineData("36 05", MqttDecodeError.InvalidQos)]
    [InlineData("34 05", MqttDecodeError.UnsupportedQos)]
    [InlineData("30 FFFFFFFF", MqttDecodeError.MalformedRemainingLength)]
    [InlineData("30 80808080", MqttDecodeError.MalformedRemainingLength)]
    [InlineData("30 FFFFFF7F", MqttDecodeError.PacketTooLarge)] // 256 MB announced: refused by the header alone
    [InlineData("10 FFFFFF7F", MqttDecodeError.PacketTooLarge)]
    [InlineData("30 00", MqttDecodeError.WrongLength)]
    [InlineData("C0 01", MqttDecodeError.WrongLength)]
    [InlineData("40 03", MqttDecodeError.WrongLength)]
    [InlineData("40 00", MqttDecodeError.WrongLength)]
    [InlineData("E0 05", MqttDecodeError.WrongLength)]
    [InlineData("30 03 0002 61", MqttDecodeError.FieldBeyondPacket)]
    [InlineData("30 02 FFFF", MqttDecodeError.FieldBeyondPacket)]
    [InlineData("32 04 0001 61 00", MqttDecodeError.FieldBeyondPacket)]
    [InlineData("82 05 0001 0001 61", MqttDecodeError.FieldBeyondPacket)] // filter without QoS
    [InlineData("82 03 0001 00", MqttDecodeError.FieldBeyondPacket)]
    [InlineData("30 04 0002 C328", MqttDecodeError.InvalidUtf8)]
    [InlineData("30 04 0002 C080", MqttDecodeError.InvalidUtf8)] // overlong U+0000
    [InlineData("30 05 0003 EDA080", MqttDecodeError.InvalidUtf8)] // surrogate
    [InlineData("30 06 0004 F4908080", MqttDecodeError.InvalidUtf8)] // beyond U+10FFFF
    [InlineData("30 03 0001 00", MqttDecodeError.NullCharacter)]
    [InlineData("82 06 0001 0001 00 00", MqttDecodeError.NullCharacter)]
    [InlineData("30 02 0000", MqttDecodeError.InvalidTopicName)]
    [InlineData("30 03 0001 2B", MqttDecodeError.InvalidTopicName)]
    [InlineData("30 05 0003 612F23", MqttDecodeError.InvalidTopicName)]
    [InlineData("82 05 0001 0000 00", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("82 07 0001 0002 2361 00", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("A2 06 0001 0002 612B", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("32 05 0001 61 0000", MqttDecodeError.ZeroPacketId)]
    [InlineData("40 02 0000", MqttDecodeError.ZeroPacketId)]
    [InlineData("82 06 0000 0001 61 00", MqttDecodeError.ZeroPacketId)]
    [InlineData("82 06 0001 0001 61 03", MqttDecodeError.InvalidQos)]
    [InlineData("82 06 0001 0001 61 81", MqttDecodeError.InvalidFlags)]
    [InlineData("82 02 0001", MqttDecodeError.EmptyList)]
    [InlineData("A2 02 0001", MqttDecodeError.EmptyList)]
    [InlineData("10 0C 0004 4D515455 04 02 0000 0000", MqttDecodeError.InvalidProtocolName)]
    [InlineData("10 0E 0006 4D5149736470 03 02 0000 0000", MqttDecodeError.UnsupportedProtocolLevel)] // MQTT 3.1
    [InlineData("10 0D 0004 4D515454 05 02 0000 00 0000", MqttDecodeError.UnsupportedProtocolLevel)] // MQTT 5
    [InlineData("10 0C " + ConnectStart + " 03 0000 0000", MqttDecodeError.InvalidConnectFlags)] // reserved bit
    [InlineData("10 0C " + ConnectStart + " 42 0000 0000", MqttDecodeError.InvalidConnectFlags)] // password without user
    [InlineData("10 0C " + ConnectStart + " 22 0000 0000", MqttDecodeError.InvalidConnectFlags)] // will retain without will
    [InlineData("10 0C " + ConnectStart + " 0A 0000 0000", MqttDecodeError.InvalidConnectFlags)] // will QoS without will
    [InlineData("10 12 " + ConnectStart + " 1E 0000 0000 0001 61 0001 62", MqttDecodeError.InvalidConnectFlags)] // will QoS 3
    [InlineData("10 0D " + ConnectStart + " 02 0000 0000 00", MqttDecodeError.TrailingBytes)]
    [InlineData("10 0C " + ConnectStart + " 82 0000 0000", MqttDecodeError.FieldBeyondPacket)] // user name missing
    [InlineData("10 0C " + ConnectStart + " 02 0000 FFFF", MqttDecodeError.FieldBeyondPacket)]
    public void Bytes_of_a_client_are_refused_with_the_check_that_failed(string hex, MqttDecodeError expected) =>
        AssertRefused(MqttPacketSender.Client, hex, expected);

    [Theory]
    [InlineData("10 0C", MqttDecodeError.UnexpectedPacketType)]
    [InlineData("82 06", MqttDecodeError.UnexpectedPacketType)]
    [InlineData("C0 00", MqttDecodeError.UnexpectedPacketType)]
    [InlineData("E0 00", MqttDecodeError.UnexpectedPacketType)]
    [InlineData("20 02 02 00", MqttDecodeError.InvalidReturnCode)]
    [InlineData("20 02 00 06", MqttDecodeError.InvalidReturnCode)]
    [InlineData("20 02 01 05", MqttDecodeError.InvalidReturnCode)] // a session and a refusal at once
    [InlineData("20 03", MqttDecodeError.WrongLength)]
    [InlineData("90 03 0001 03", MqttDecodeError.InvalidReturnCode)]
    [InlineData("90 02 0001", MqttDecodeError.EmptyList)]
    [InlineData("90 03 0000 00", MqttDecodeError.ZeroPacketId)]
    [InlineData("B0 02 0000", MqttDecodeError.ZeroPacketId)]
    [InlineData("34 05", MqttDecodeError.UnsupportedQos)]
    [InlineData("48 54 54 50 2F", MqttDecodeError.InvalidFlags)] // "HTTP/"
    public void Bytes_of_a_server_are_refused_with_the_check_that_failed(string hex, MqttDecodeError expected) =>
        AssertRefused(MqttPacketSender.Server, hex, expected);

    [Fact]
    public void An_announced_giant_costs_no_memory()
    {
        var decoder = new MqttDecoder(MqttPacketSender.Client, MqttLimits.MaxRemainingLengthBytes + 5);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(MqttDecodeError.None, decoder.Decode([0x30, 0xFF, 0xFF, 0xFF, 0x7F, 0x00, 0x01], out _, out _));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    private static void AssertRefused(MqttPacketSender sender, string hex, MqttDecodeError expected)
    {
        var bytes = PacketSamples.Bytes(hex);
        var whole = new MqttDecoder(sender);
        Assert.Equal(expected, whole.Decode(bytes, out _, out var packet));
        Assert.Null(packet);
        Assert.Equal(expected, whole.Decode([0xC0, 0x00], out var consumed, out packet)); // It stays refused.
        Assert.Equal(0, consumed);
        Assert.Null(packet);

        var piecewise = new MqttDecoder(sender);
        var error = MqttDecodeError.None;
        foreach (var value in bytes)
        {
            error = piecewise.Decode([value], out _, out packet);
            Assert.Null(packet);
        }

        Assert.Equal(expected, error);
    }
}
