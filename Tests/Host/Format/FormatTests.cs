using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Tails;
using Record = ZhiSan.Edge.Buffering.Records.Record;

namespace ZhiSan.Edge.Tests.Host.Format;

/// <summary>FORMAT.md is what the code does: its golden vectors, both ways.</summary>
public class FormatTests
{
    [Fact]
    public void The_journal_writes_the_tail_of_the_page()
    {
        Assert.Equal(FormatDocument.Bytes("tail"), GoldenJournal.Write(seal: false).Get("t0"));
    }

    [Fact]
    public void The_journal_writes_the_segment_of_the_page()
    {
        Assert.Equal(FormatDocument.Bytes("segment"), GoldenJournal.Write(seal: true).Get("s/1a-444c"));
    }

    [Fact]
    public void The_tail_of_the_page_reads_as_its_rows()
    {
        byte[] bytes = FormatDocument.Bytes("tail");
        var tail = new Tail();
        bytes.CopyTo(tail.Bytes, 0);
        Assert.True(tail.Load(bytes.Length, GoldenJournal.Epoch, new Record(), out int unreadable));
        Assert.Equal(0, unreadable);
        var rows = new RowList();
        var record = new Record();
        tail.Rewind();
        while (tail.ReadNext(record))
        {
            rows.Visit(record);
        }

        Assert.Equal(FormatDocument.Block("rows"), rows.Lines);
    }

    [Fact]
    public void The_segment_of_the_page_reads_as_its_rows_and_its_MAC_verifies()
    {
        byte[] bytes = FormatDocument.Bytes("segment");
        var header = new RunHeader();
        Assert.Equal(RunHeaderStatus.Ok, header.Read(bytes, 0, bytes.Length));
        var page = new PageReader(JournalLimits.MaxChannels);
        Assert.Equal(PageStatus.Ok, page.Find(bytes, RunHeader.Bytes, bytes.Length, header.Epoch));
        Assert.True(page.Verify(new PageAuthenticator(GoldenJournal.Key), header.PreviousMac));
        var rows = new RowList();
        page.Decode(rows);
        Assert.Equal(FormatDocument.Block("rows"), rows.Lines);
        Assert.Equal(bytes.Length, page.End);
    }

    [Fact]
    public void The_small_vectors_of_the_page_hold()
    {
        byte[] digits = "123456789"u8.ToArray();
        Assert.True(FormatDocument.Says($"`crc32(\"123456789\")` = `{Crc32.Append(0, digits, 0, digits.Length):x8}`"));
        byte[] buffer = new byte[Varint.MaxBytes];
        Assert.Equal("ac 02", Convert.ToHexStringLower(buffer, 0, Varint.Write(buffer, 0, 300)).Insert(2, " "));
        Assert.Equal(5, Varint.ToZigzag(-3));
    }

    private sealed class RowList : IRecordVisitor
    {
        public List<string> Lines { get; } = [];

        public void Visit(Record record)
        {
            string time = $"{record.Sequence} boot={record.Boot} uptime={record.UptimeSeconds} ";
            Lines.Add(time + (record.Kind == RecordKind.Scan
                ? "scan " + string.Join(' ', Enumerable.Range(0, record.ChannelCount)
                    .Select(i => record.Qualities[i] == JournalLimits.AbsentQuality ? "-" : record.Values[i].ToString(System.Globalization.CultureInfo.InvariantCulture)))
                : $"kind={record.Kind}"));
        }
    }
}
