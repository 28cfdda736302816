using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering.Pages;

namespace ZhiSan.Edge.Tests.Portable.Buffering;

[TestClass]
public class RangeCoderTests
{
    private const int Bits = 3000;

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(64)]
    [DataRow(127)]
    [DataRow(128)]
    public void Bits_of_any_skew_read_back(int chanceOfOne)
    {
        byte[] buffer = new byte[600];
        RangeCoder coder = new RangeCoder(4);
        coder.StartEncoding(buffer, 0, buffer.Length);
        uint state = 1;
        for (int i = 0; i < Bits; i++)
        {
            coder.Bit(i & 3, Draw(ref state, chanceOfOne));
        }

        int end = coder.FinishEncoding(0);
        Assert.IsFalse(coder.Overflowed);

        coder.ResetModels();
        coder.StartDecoding(buffer, 0, end);
        state = 1;
        for (int i = 0; i < Bits; i++)
        {
            Assert.AreEqual(Draw(ref state, chanceOfOne), coder.Bit(i & 3, 0));
        }
    }

    [TestMethod]
    public void What_never_changes_costs_almost_nothing()
    {
        byte[] buffer = new byte[600];
        RangeCoder coder = new RangeCoder(1);
        coder.StartEncoding(buffer, 0, buffer.Length);
        for (int i = 0; i < Bits; i++)
        {
            coder.Bit(0, 1);
        }

        Assert.IsTrue(coder.FinishEncoding(0) < 6);
    }

    [TestMethod]
    public void Direct_bits_carry_over_a_long_run_of_ones()
    {
        byte[] buffer = new byte[64];
        RangeCoder coder = new RangeCoder(1);
        coder.StartEncoding(buffer, 0, buffer.Length);
        for (int i = 0; i < 10; i++)
        {
            coder.Direct(0xFFFFFFFF, 32);
            coder.Direct(0, i);
        }

        int end = coder.FinishEncoding(0);
        coder.StartDecoding(buffer, 0, end);
        for (int i = 0; i < 10; i++)
        {
            Assert.AreEqual(0xFFFFFFFFu, coder.Direct(0, 32));
            Assert.AreEqual(0u, coder.Direct(0, i));
        }
    }

    [TestMethod]
    public void Too_little_room_is_told_and_not_overstepped()
    {
        byte[] buffer = new byte[40];
        RangeCoder coder = new RangeCoder(1);
        coder.StartEncoding(buffer, 8, 24);
        for (int i = 0; i < 40; i++)
        {
            coder.Direct(0x55555555, 32);
        }

        coder.FinishEncoding(8);
        Assert.IsTrue(coder.Overflowed);
        for (int i = 24; i < buffer.Length; i++)
        {
            Assert.AreEqual((byte)0, buffer[i]);
        }
    }

    private static int Draw(ref uint state, int chanceOfOne)
    {
        state = (state * 1664525) + 1013904223;
        return (int)((state >> 16) & 127) < chanceOfOne ? 1 : 0;
    }
}
