using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Buffering;

[TestClass]
public class PageTests
{
    [TestMethod]
    public void Rows_read_back_over_the_chunks_of_a_page()
    {
        PageRig page = new PageRig(2);
        for (int i = 0; i < 60; i++)
        {
            Fill(page.Next(), 60 * i, i * 3, 1000 - i);
            if (i % 13 == 12)
            {
                page.EndChunk();
            }
        }

        page.EndChunk();

        Assert.IsTrue(page.ReadsBack());
    }

    [TestMethod]
    public void Extreme_values_and_their_differences_read_back()
    {
        PageRig page = new PageRig(2);
        int[] values = { 0, int.MinValue, int.MaxValue, -1, 0, 1, int.MinValue, int.MinValue, int.MaxValue, int.MaxValue - 1 };
        for (int i = 0; i < values.Length; i++)
        {
            Fill(page.Next(), 60 * i, values[i], values[values.Length - 1 - i]);
        }

        page.EndChunk();

        Assert.IsTrue(page.ReadsBack());
    }

    [TestMethod]
    public void Times_may_jump_stand_still_and_go_back()
    {
        PageRig page = new PageRig(1);
        int[] uptimes = { 0, 60, 119, 121, 180, 180, 30, int.MaxValue, 0, 59, 61, 122, 1000000 };
        for (int i = 0; i < uptimes.Length; i++)
        {
            Fill(page.Next(), uptimes[i], i, 0);
        }

        page.EndChunk();

        Assert.IsTrue(page.ReadsBack());
    }

    [TestMethod]
    public void All_channels_at_once_read_back_and_so_does_none()
    {
        PageRig wide = new PageRig(JournalLimits.MaxChannels);
        for (int i = 0; i < 8; i++)
        {
            Record row = wide.Next();
            row.UptimeSeconds = i * 60;
            for (int channel = 0; channel < JournalLimits.MaxChannels; channel++)
            {
                row.Qualities[channel] = (byte)(channel % 3);
                row.Values[channel] = (channel * 977 * (i + 1)) - 12345;
            }
        }

        wide.EndChunk();
        Assert.IsTrue(wide.ReadsBack());

        PageRig empty = new PageRig(0);
        empty.Next().UptimeSeconds = 5;
        empty.Next().UptimeSeconds = 65;
        empty.EndChunk();
        Assert.IsTrue(empty.ReadsBack());
    }

    [TestMethod]
    public void Qualities_change_and_channels_go_missing_and_return()
    {
        PageRig page = new PageRig(2);
        for (int i = 0; i < 40; i++)
        {
            Record row = page.Next();
            Fill(row, 60 * i, i * i, -i);
            row.Qualities[0] = (byte)(i % 11 == 4 ? 3 : 0);
            row.Qualities[1] = i > 10 && i < 25 ? JournalLimits.AbsentQuality : (byte)0;
        }

        page.EndChunk();

        Assert.IsTrue(page.ReadsBack());
    }

    [TestMethod]
    public void A_channel_that_was_never_there_costs_nothing_and_stays_absent()
    {
        PageRig page = new PageRig(2);
        for (int i = 0; i < 30; i++)
        {
            Record row = page.Next();
            Fill(row, 60 * i, 5, 0);
            row.Qualities[1] = JournalLimits.AbsentQuality;
        }

        page.EndChunk();

        Assert.IsTrue(page.ReadsBack());
        Assert.IsTrue(page.Bytes < 45);
    }

    [TestMethod]
    public void Events_stand_between_scans()
    {
        PageRig page = new PageRig(1);
        for (int i = 0; i < 12; i++)
        {
            Record row = page.Next();
            Fill(row, 60 * i, i, 0);
            if (i % 3 == 1)
            {
                row.SetEvent(i == 1 ? RecordKind.Max : RecordKind.Configuration);
                row.BodyLength = i * 9;
                for (int b = 0; b < row.BodyLength; b++)
                {
                    row.Body[b] = (byte)(255 - b);
                }
            }
        }

        page.EndChunk();

        Assert.IsTrue(page.ReadsBack());
    }

    [TestMethod]
    public void A_boot_inside_a_page_begins_its_own_time()
    {
        PageRig page = new PageRig(1);
        Fill(page.Next(), 5000, 1, 0);
        Record boot = page.Next();
        BootBody body = new BootBody();
        body.Boot = 4;
        body.Firmware = "0.1.0";
        body.Write(boot);
        boot.Boot = 4;
        boot.UptimeSeconds = 2;
        Fill(page.Next(), 7, 2, 0);
        Fill(page.Next(), 67, 3, 0);
        page.EndChunk();

        Assert.IsTrue(page.ReadsBack());
    }

    [TestMethod]
    public void Models_built_again_from_the_durable_bytes_go_on_where_they_were()
    {
        PageRig straight = new PageRig(2);
        PageRig restarted = new PageRig(2);
        for (int i = 0; i < 50; i++)
        {
            Fill(straight.Next(), 60 * i, i % 5, i * 7);
            Fill(restarted.Next(), 60 * i, i % 5, i * 7);
            if (i % 10 == 9)
            {
                straight.EndChunk();
                restarted.EndChunk();
                Assert.IsTrue(restarted.Reload());
            }
        }

        Assert.AreEqual(straight.Bytes, restarted.Bytes);
        Assert.IsTrue(restarted.ReadsBack());
    }

    [TestMethod]
    public void A_chunk_of_more_rows_than_six_bits_tell_reads_back()
    {
        PageRig page = new PageRig(1);
        for (int i = 0; i < JournalLimits.MaxChunkRows; i++)
        {
            Fill(page.Next(), 60 * i, 42, 0);
        }

        page.EndChunk();

        Assert.IsTrue(page.ReadsBack());
    }

    [TestMethod]
    public void Decoding_noise_ends_and_stays_within_limits()
    {
        byte[] noise = new byte[400];
        uint state = 5;
        PageReader reader = new PageReader(4);
        for (int round = 0; round < 40; round++)
        {
            for (int i = 0; i < noise.Length; i++)
            {
                state = (state * 1664525) + 1013904223;
                noise[i] = (byte)(state >> 24);
            }

            // The frame is made to verify, so that the row decoder itself meets the noise.
            PageHeader header = new PageHeader();
            header.FirstSequence = 1;
            header.ChannelCount = 4;
            int content = header.Write(noise, Chunk.MaxHeadBytes);
            Invariant.Check(content < 60, "a short header");
            int end = Chunk.Frame(noise, 0, ChunkType.Open, JournalLimits.MaxChunkRows, Chunk.MaxHeadBytes, 300, 1);
            Assert.AreEqual((int)PageStatus.Unsealed, (int)reader.Find(noise, 0, end, 1));
            RowCounter counter = new RowCounter();
            reader.Decode(counter);
            Assert.AreEqual(JournalLimits.MaxChunkRows, counter.Rows);
        }
    }

    private static void Fill(Record row, int uptime, int first, int second)
    {
        row.UptimeSeconds = uptime;
        for (int i = 0; i < row.ChannelCount; i++)
        {
            row.Qualities[i] = 0;
            row.Values[i] = i == 0 ? first : second;
        }
    }
}
