using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Tails;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Buffering;

[TestClass]
public class TailTests
{
    private const uint Epoch = 0xCAFE;

    [TestMethod]
    public void A_tail_stands_alone_with_all_that_its_rows_need()
    {
        Tail written = Fill(out int rows);
        Tail read = new Tail();
        Copy(written, read, written.Length);

        Assert.IsTrue(read.Load(written.Length, Epoch, new Record(), out int unreadable));
        Assert.AreEqual(0, unreadable);
        Assert.AreEqual(rows, read.Rows);
        Assert.AreEqual(500L, read.FirstSequence);
        Assert.AreEqual(450L, read.Acked);
        Assert.AreEqual(0x123456, read.ChannelSet);
        Assert.AreEqual(Epoch, read.PeekEpoch(written.Length));
        Record row = new Record();
        read.Rewind();
        for (int i = 0; i < rows; i++)
        {
            Assert.IsTrue(read.ReadNext(row));
            Assert.IsTrue(PageRig.IsSame(Row(i), row));
        }

        Assert.IsFalse(read.ReadNext(row));
    }

    [TestMethod]
    public void A_tail_cut_anywhere_keeps_its_whole_rows()
    {
        Tail written = Fill(out int rows);
        for (int length = 0; length < written.Length; length++)
        {
            Tail read = new Tail();
            Copy(written, read, length);
            bool any = read.Load(length, Epoch, new Record(), out int unreadable);

            Assert.AreEqual(any, read.Rows > 0);
            Assert.IsTrue(read.Rows < rows);
            Assert.AreEqual(length, unreadable + (any ? read.Length : 0));
        }
    }

    [TestMethod]
    public void A_flipped_bit_ends_the_rows_where_it_is()
    {
        Tail written = Fill(out int rows);
        Record row = new Record();
        for (int bit = 0; bit < written.Length * 8; bit += 3)
        {
            Tail read = new Tail();
            Copy(written, read, written.Length);
            read.Bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
            read.Load(written.Length, read.PeekEpoch(written.Length), row, out int _);
            Assert.IsTrue(read.Rows < rows);
            read.Rewind();
            for (int i = 0; read.ReadNext(row); i++)
            {
                Assert.IsTrue(PageRig.IsSame(Row(i), row));
            }
        }
    }

    [TestMethod]
    public void Rows_that_are_elsewhere_are_passed_over()
    {
        Tail tail = Fill(out int rows);
        tail.DropThrough(501);

        Assert.AreEqual(502L, tail.FirstSequence);
        Assert.AreEqual(rows - 2, tail.Rows);
        Record row = new Record();
        tail.Rewind();
        Assert.IsTrue(tail.ReadNext(row));
        Assert.IsTrue(PageRig.IsSame(Row(2), row));
        tail.DropThrough(400);
        Assert.AreEqual(rows - 2, tail.Rows);
        tail.DropThrough(10000);
        Assert.AreEqual(0, tail.Rows);
    }

    [TestMethod]
    public void A_tail_is_never_longer_than_one_commit_carries()
    {
        Tail tail = Fill(out int _);

        Assert.IsTrue(tail.Length <= JournalLimits.TailBytes);
        Assert.AreEqual(JournalLimits.MaxTailBytes, Tail.Capacity(JournalLimits.MaxChannels));
    }

    [TestMethod]
    public void Values_at_both_ends_of_the_range_read_back()
    {
        TailRowCoder writer = new TailRowCoder();
        TailRowCoder reader = new TailRowCoder();
        byte[] bytes = new byte[256];
        Record row = new Record();
        Record read = new Record();
        int[] values = { int.MinValue, int.MaxValue, 0, -1, int.MinValue, 1 };
        writer.Reset(JournalLimits.MaxChannels, 60);
        reader.Reset(JournalLimits.MaxChannels, 60);
        for (int i = 0; i < values.Length; i++)
        {
            FillWide(row, i, values[i]);
            int end = writer.Write(bytes, 0, row);
            read.Sequence = row.Sequence;
            read.Boot = row.Boot;

            Assert.IsTrue(end <= TailRowCoder.Bound(row));
            Assert.AreEqual(end, reader.Read(bytes, 0, end, read));
            Assert.IsTrue(PageRig.IsSame(row, read));
        }
    }

    private static Tail Fill(out int rows)
    {
        Tail tail = new Tail();
        tail.Begin(Epoch, Row(0), 450, 0x123456, 3, 60);
        rows = 0;
        while (tail.TryAdd(Row(rows)))
        {
            rows++;
        }

        return tail;
    }

    private static Record Row(int index)
    {
        Record row = new Record();
        row.Sequence = 500 + index;
        row.Boot = 7;
        row.UptimeSeconds = 86400 + (index * 60) + (index == 3 ? 1 : 0);
        if (index == 2)
        {
            row.SetEvent(RecordKind.Incident);
            row.Body[0] = 9;
            row.BodyLength = 1;
            return row;
        }

        row.SetScan(3);
        for (int i = 0; i < 3; i++)
        {
            row.Qualities[i] = i == 1 && index > 3 ? JournalLimits.AbsentQuality : (byte)0;
            row.Values[i] = row.Qualities[i] == 0 ? (index * i * 100) - 300 : 0;
        }

        return row;
    }

    private static void FillWide(Record row, int index, int value)
    {
        row.SetScan(JournalLimits.MaxChannels);
        row.UptimeSeconds = index * 60;
        for (int i = 0; i < JournalLimits.MaxChannels; i++)
        {
            row.Qualities[i] = (byte)(index & 1);
            row.Values[i] = i < 4 ? value : index;
        }
    }

    private static void Copy(Tail from, Tail to, int length)
    {
        for (int i = 0; i < length; i++)
        {
            to.Bytes[i] = from.Bytes[i];
        }
    }
}
