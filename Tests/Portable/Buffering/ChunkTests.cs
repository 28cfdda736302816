using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering.Pages;

namespace ZhiSan.Edge.Tests.Portable.Buffering;

[TestClass]
public class ChunkTests
{
    private const uint Epoch = 0x01020304;

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(63, 100)]
    [DataRow(64, 127)]
    [DataRow(127, 128)]
    [DataRow(5, 1200)]
    public void A_chunk_says_how_many_rows_and_bytes_it_has(int rows, int length)
    {
        byte[] buffer = new byte[1300];
        int end = Make(buffer, rows, length);
        Chunk chunk = new Chunk();

        Assert.AreEqual((int)ChunkStatus.Ok, (int)chunk.Read(buffer, 0, end, Epoch));
        Assert.AreEqual(ChunkType.Continue, chunk.Type);
        Assert.AreEqual(rows, chunk.Rows);
        Assert.AreEqual(length, chunk.ContentEnd - chunk.ContentOffset);
        Assert.AreEqual(end, chunk.End);
        Assert.AreEqual((int)ChunkStatus.End, (int)chunk.Read(buffer, end, end, Epoch));
    }

    [TestMethod]
    public void A_chunk_of_another_epoch_does_not_verify()
    {
        byte[] buffer = new byte[100];
        int end = Make(buffer, 3, 20);

        Assert.AreEqual((int)ChunkStatus.CheckFailed, (int)new Chunk().Read(buffer, 0, end, Epoch + 1));
    }

    [TestMethod]
    public void A_chunk_cut_anywhere_is_truncated_and_one_with_any_bit_flipped_is_none()
    {
        byte[] buffer = new byte[100];
        int end = Make(buffer, 70, 30);
        Chunk chunk = new Chunk();
        for (int length = 1; length < end; length++)
        {
            Assert.AreEqual((int)ChunkStatus.Truncated, (int)chunk.Read(buffer, 0, length, Epoch));
        }

        for (int bit = 0; bit < end * 8; bit++)
        {
            buffer[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.AreNotEqual((int)ChunkStatus.Ok, (int)chunk.Read(buffer, 0, end, Epoch));
            buffer[bit >> 3] ^= (byte)(1 << (bit & 7));
        }
    }

    private static int Make(byte[] buffer, int rows, int length)
    {
        for (int i = 0; i < length; i++)
        {
            buffer[Chunk.MaxHeadBytes + i] = (byte)(i * 31);
        }

        return Chunk.Frame(buffer, 0, ChunkType.Continue, rows, Chunk.MaxHeadBytes, Chunk.MaxHeadBytes + length, Epoch);
    }
}
