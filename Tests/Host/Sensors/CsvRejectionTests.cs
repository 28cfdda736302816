using System;
using System.Linq;
using System.Text;
using Xunit;
using ZhiSan.Edge.VirtualGateway.CsvReplay;

namespace ZhiSan.Edge.Tests.Host.Sensors;

/// <summary>Malformed lines: counted, named, and never in the way of the others.</summary>
public sealed class CsvRejectionTests
{
    [Theory]
    [InlineData("150,1", CsvRejectReason.WrongFieldCount, 0)]
    [InlineData("150", CsvRejectReason.WrongFieldCount, 0)]
    [InlineData("150,1,2,3", CsvRejectReason.WrongFieldCount, 0)]
    [InlineData("150,1,2,", CsvRejectReason.WrongFieldCount, 0)]
    [InlineData("150,\"1,2", CsvRejectReason.BadQuoting, 0)]
    [InlineData("150,\"1\"x,2", CsvRejectReason.BadQuoting, 0)]
    [InlineData("150,1\",2", CsvRejectReason.BadQuoting, 0)]
    [InlineData(",1,2", CsvRejectReason.BadTime, 1)]
    [InlineData("yesterday,1,2", CsvRejectReason.BadTime, 1)]
    [InlineData("-1,1,2", CsvRejectReason.BadTime, 1)]
    [InlineData("1e400,1,2", CsvRejectReason.BadTime, 1)]
    [InlineData("2015-02-29 10:00:00,1,2", CsvRejectReason.BadTime, 1)]
    [InlineData("2015-13-01 10:00:00,1,2", CsvRejectReason.BadTime, 1)]
    [InlineData("2015-02-04 24:00:00,1,2", CsvRejectReason.BadTime, 1)]
    [InlineData("04/02/2015 10:00,1,2", CsvRejectReason.BadTime, 1)]
    [InlineData("1969-12-31T23:59:59Z,1,2", CsvRejectReason.BadTime, 1)]
    [InlineData("100,1,2", CsvRejectReason.TimeNotIncreasing, 1)]
    [InlineData("99,1,2", CsvRejectReason.TimeNotIncreasing, 1)]
    [InlineData("100.0004,1,2", CsvRejectReason.TimeNotIncreasing, 1)]
    [InlineData("150,x,2", CsvRejectReason.BadNumber, 2)]
    [InlineData("150,1,nan", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,inf", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,-", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,.", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,1.2.3", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,1 2", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,--1", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,0x10", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,1e", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,1e+-1", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,\u0661", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,1,\0", CsvRejectReason.BadNumber, 3)]
    [InlineData("150,2147483648,2", CsvRejectReason.OutOfRange, 2)]
    [InlineData("150,2147483647.5,2", CsvRejectReason.OutOfRange, 2)]
    [InlineData("150,1,1e10", CsvRejectReason.OutOfRange, 3)]
    [InlineData("150,1,1e999999999", CsvRejectReason.OutOfRange, 3)]
    [InlineData("150,1,99999999999999999999999999999999999999", CsvRejectReason.OutOfRange, 3)]
    public void A_malformed_line_is_named_and_its_neighbours_stay(string line, CsvRejectReason reason, int column)
    {
        CsvRecording recording = CsvRecordingTests.Read($"time,a_Cel,b_lx\n100,1,2\n{line}\n200,3,4\n", "0,3");

        CsvRejection rejection = Assert.Single(recording.Rejections.First);
        Assert.Equal(new CsvRejection(3, reason, column), rejection);
        Assert.Equal(1, recording.Rejections.Count(reason));
        Assert.Equal(1, recording.Rejections.Total);
        Assert.Equal([100_000L, 200_000L], new[] { recording.GetUtcMs(0), recording.GetUtcMs(1) });
        Assert.Equal(4000, recording.GetValue(1, 1));
    }

    [Fact]
    public void A_huge_line_is_rejected_in_bounded_memory()
    {
        var text = new StringBuilder("time,a_Cel\n1,1\n2,");
        text.Append('9', 5_000_000).Append("\n3,3\n");

        CsvRecording recording = CsvRecordingTests.Read(text.ToString(), "0");

        Assert.Equal(new CsvRejection(3, CsvRejectReason.LineTooLong, 0), Assert.Single(recording.Rejections.First));
        Assert.Equal(2, recording.RowCount);
    }

    [Fact]
    public void Many_rejections_are_all_counted_and_the_first_ones_kept()
    {
        string bad = string.Concat(Enumerable.Repeat("x,1\n", 60).Concat(Enumerable.Repeat("5\n", 40)));

        CsvRejections rejections = CsvRecordingTests.Read($"time,a_Cel\n1,1\n{bad}2,2\n", "0").Rejections;

        Assert.Equal(100, rejections.Total);
        Assert.Equal(60, rejections.Count(CsvRejectReason.BadTime));
        Assert.Equal(CsvRejections.MaxKept, rejections.First.Count);
        Assert.Equal(
            "100 lines rejected (WrongFieldCount 40, BadTime 60), first: line 3: BadTime in column 1",
            rejections.ToString());
    }

    [Fact]
    public void Random_bytes_never_throw_anything_but_a_refusal()
    {
        var random = new Random(1);
        const string alphabet = "0123456789.,,,-+eE\"\r\n \tTZ:_xt\0\uFEFF\u4e2d";
        for (int i = 0; i < 3000; i++)
        {
            string noise = new(random.GetItems<char>(alphabet, random.Next(200)));

            CsvRecording recording = CsvRecordingTests.Read($"time,a_Cel,b_lx\n1,1,1\n{noise}\n9999999999,2,2\n", "2,0");

            Assert.True(recording.RowCount >= 1);
            try
            {
                CsvRecordingTests.Read(noise, "0");
            }
            catch (CsvRecordingException ex)
            {
                Assert.DoesNotContain('\n', ex.Message);
            }
        }
    }
}
