using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Tests.Portable.Buffering;

[TestClass]
public class VarintTests
{
    [TestMethod]
    [DataRow(0L, 1)]
    [DataRow(127L, 1)]
    [DataRow(128L, 2)]
    [DataRow(16383L, 2)]
    [DataRow(16384L, 3)]
    [DataRow(long.MaxValue, 9)]
    [DataRow(-1L, 10)]
    public void An_integer_takes_a_byte_for_every_seven_bits_and_reads_back(long value, int bytes)
    {
        byte[] buffer = new byte[16];

        Assert.AreEqual(3 + bytes, Varint.Write(buffer, 3, value));
        Assert.AreEqual(bytes, Varint.Length(value));
        Assert.AreEqual(3 + bytes, Varint.Read(buffer, 3, 3 + bytes, -1, out long read));
        Assert.AreEqual(value, read);
    }

    [TestMethod]
    public void A_read_never_goes_beyond_the_end()
    {
        byte[] buffer = new byte[10];
        Varint.Write(buffer, 0, 300);

        Assert.AreEqual(-1, Varint.Read(buffer, 0, 1, long.MaxValue, out long _));
        Assert.AreEqual(-1, Varint.Read(buffer, 0, 0, long.MaxValue, out long _));
    }

    [TestMethod]
    public void Bytes_that_run_on_are_refused()
    {
        byte[] buffer = new byte[20];
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = 0xFF;
        }

        Assert.AreEqual(-1, Varint.Read(buffer, 0, buffer.Length, -1, out long _));
    }

    [TestMethod]
    public void What_exceeds_the_maximum_is_refused()
    {
        byte[] buffer = new byte[10];
        int end = Varint.Write(buffer, 0, 1001);

        Assert.AreEqual(-1, Varint.Read(buffer, 0, end, 1000, out long _));
        Assert.AreEqual(end, Varint.Read(buffer, 0, end, 1001, out long _));
    }

    [TestMethod]
    [DataRow(0L, 0L)]
    [DataRow(-1L, 1L)]
    [DataRow(1L, 2L)]
    [DataRow(int.MinValue + 0L, 0xFFFFFFFFL)]
    [DataRow(long.MinValue, -1L)]
    public void Zigzag_turns_small_magnitudes_into_small_numbers_and_back(long value, long zigzag)
    {
        Assert.AreEqual(zigzag, Varint.ToZigzag(value));
        Assert.AreEqual(value, Varint.FromZigzag(zigzag));
    }
}
