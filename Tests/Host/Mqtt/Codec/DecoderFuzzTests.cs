using System;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class DecoderFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_bytes_never_throw_and_always_end_or_wait(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var sender = (MqttPacketSender)random.Next(2);
            var bytes = round % 2 == 0 ? Noise(random) : DamagedSample(random, ref sender);
            Feed(new MqttDecoder(sender, maxPacketBytes: 512), bytes, random, $"seed {seed}, round {round}");
        }
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(1, 200)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>One to three hits on a valid packet: a bit, a byte, a piece taken out or put in.</summary>
    private static byte[] DamagedSample(Random random, ref MqttPacketSender sender)
    {
        var sample = PacketSamples.All[random.Next(PacketSamples.All.Count)];
        sender = sample.Sender;
        var bytes = PacketSamples.Bytes(sample.Hex);
        for (var hits = random.Next(1, 4); hits > 0 && bytes.Length > 0; hits--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes = [.. bytes[..at], .. bytes[(at + random.Next(bytes.Length - at))..]]; break;
                default: bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]]; break;
            }
        }

        return bytes;
    }

    private static void Feed(MqttDecoder decoder, byte[] bytes, Random random, string where)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var piece = bytes.AsSpan(at, random.Next(1, bytes.Length - at + 1));
            var error = decoder.Decode(piece, out var consumed, out var packet);
            Assert.InRange(consumed, 0, piece.Length);
            if (error != MqttDecodeError.None)
            {
                Assert.True(packet is null, where);
                return;
            }

            Assert.True(consumed > 0, where);
            Assert.True(packet is not null || consumed == piece.Length, where);
            at += consumed;
        }
    }
}
