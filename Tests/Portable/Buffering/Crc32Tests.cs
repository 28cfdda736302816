using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Tests.Portable.Buffering;

[TestClass]
public class Crc32Tests
{
    private static readonly byte[] Check = { 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39 };

    [TestMethod]
    public void The_check_value_of_the_standard_comes_out()
    {
        Assert.AreEqual(0xCBF43926u, Crc32.Append(0, Check, 0, Check.Length));
    }

    [TestMethod]
    public void Parts_give_the_same_as_the_whole()
    {
        uint crc = Crc32.Append(0, Check, 0, 4);

        Assert.AreEqual(0xCBF43926u, Crc32.Append(crc, Check, 4, 5));
    }

    [TestMethod]
    public void Another_seed_gives_another_checksum()
    {
        Assert.AreNotEqual(Crc32.Append(1, Check, 0, 9), Crc32.Append(2, Check, 0, 9));
    }

    [TestMethod]
    public void Every_flipped_bit_shows_in_the_24_bits_that_are_kept()
    {
        byte[] bytes = new byte[12];
        uint crc = Crc32.Append(5, bytes, 0, 9);
        Crc32.WriteCheck(bytes, 9, crc);
        for (int bit = 0; bit < 12 * 8; bit++)
        {
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.IsFalse(Crc32.CheckMatches(bytes, 9, Crc32.Append(5, bytes, 0, 9)));
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
        }

        Assert.IsTrue(Crc32.CheckMatches(bytes, 9, Crc32.Append(5, bytes, 0, 9)));
    }
}
