using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Tests.Portable.Buffering;

[TestClass]
public class SegmentTests
{
    [TestMethod]
    [DataRow(1L, 0, 0x5eef, "s/1a-5eef")]
    [DataRow(255L, 1, 0, "s/ffb-0000")]
    [DataRow(4096L, 25, 0xffff, "s/1000z-ffff")]
    public void A_name_tells_number_generation_and_epoch(long first, int generation, int tag, string name)
    {
        Assert.AreEqual(name, SegmentName.Format(first, generation, tag));
        Assert.IsTrue(SegmentName.TryParse(name, out long readFirst, out int readGeneration, out int readTag));
        Assert.AreEqual(first, readFirst);
        Assert.AreEqual(generation, readGeneration);
        Assert.AreEqual(tag, readTag);
    }

    [TestMethod]
    [DataRow("t0")]
    [DataRow("s/")]
    [DataRow("s/a-0000")]
    [DataRow("s/0a-0000")]
    [DataRow("s/01a-0000")]
    [DataRow("s/1a-000")]
    [DataRow("s/1a-00000")]
    [DataRow("s/1A-0000")]
    [DataRow("s/1a_0000")]
    [DataRow("s/xa-0000")]
    [DataRow("x/1a-0000")]
    [DataRow("s/1a-00g0")]
    [DataRow("s/ffffffffffffffffa-0000")]
    [DataRow("")]
    public void Names_of_other_files_are_left_alone(string name)
    {
        Assert.IsFalse(SegmentName.TryParse(name, out long _, out int _, out int _));
    }

    [TestMethod]
    public void The_largest_number_has_a_name()
    {
        string name = SegmentName.Format(JournalLimits.MaxSequence, 0, 1);

        Assert.IsTrue(SegmentName.TryParse(name, out long first, out int _));
        Assert.AreEqual(JournalLimits.MaxSequence, first);
    }

    [TestMethod]
    public void A_run_header_reads_back_and_says_what_is_wrong_with_it()
    {
        RunHeader header = new RunHeader();
        header.Epoch = 0xFEDCBA98;
        header.FirstSequence = JournalLimits.MaxSequence;
        header.HeldFrom = 3;
        header.FirstWriteBytes = 0x1234;
        header.PreviousMac[7] = 8;
        byte[] bytes = new byte[RunHeader.Bytes];
        Assert.AreEqual(RunHeader.Bytes, header.Write(bytes, 0));

        RunHeader read = new RunHeader();
        Assert.AreEqual((int)RunHeaderStatus.Ok, (int)read.Read(bytes, 0, bytes.Length));
        Assert.AreEqual(header.Epoch, read.Epoch);
        Assert.AreEqual(header.FirstSequence, read.FirstSequence);
        Assert.AreEqual(header.HeldFrom, read.HeldFrom);
        Assert.AreEqual(header.FirstWriteBytes, read.FirstWriteBytes);
        Assert.AreEqual((byte)8, read.PreviousMac[7]);

        Assert.AreEqual((int)RunHeaderStatus.Truncated, (int)read.Read(bytes, 0, bytes.Length - 1));
        bytes[3]++;
        Assert.AreEqual((int)RunHeaderStatus.UnknownVersion, (int)read.Read(bytes, 0, bytes.Length));
        bytes[3]--;
        bytes[0]++;
        Assert.AreEqual((int)RunHeaderStatus.Foreign, (int)read.Read(bytes, 0, bytes.Length));
        bytes[0]--;
        bytes[20]++;
        Assert.AreEqual((int)RunHeaderStatus.CheckFailed, (int)read.Read(bytes, 0, bytes.Length));
        header.HeldFrom = 0;
        header.Write(bytes, 0);
        Assert.AreEqual((int)RunHeaderStatus.OutOfRange, (int)read.Read(bytes, 0, bytes.Length));
    }

    [TestMethod]
    public void The_index_finds_a_number_whatever_the_order_of_the_names()
    {
        SegmentIndex index = new SegmentIndex(8);
        index.Add(500, 0);
        index.Add(1, 0);
        index.Add(100, 1);
        index.Add(100, 0);

        Assert.AreEqual(0, index.Find(1));
        Assert.AreEqual(0, index.Find(99));
        Assert.AreEqual(2, index.Find(100));
        Assert.AreEqual(2, index.Find(499));
        Assert.AreEqual(3, index.Find(1000000));
        Assert.AreEqual(100L, index.FirstBehind(0));
        Assert.AreEqual(500L, index.FirstBehind(1));
        Assert.AreEqual(0L, index.FirstBehind(3));
        index.RemoveAt(0);
        Assert.AreEqual(1, index.Find(1));
    }
}
