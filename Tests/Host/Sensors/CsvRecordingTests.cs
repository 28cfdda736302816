using System;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.VirtualGateway.CsvReplay;

namespace ZhiSan.Edge.Tests.Host.Sensors;

/// <summary>What a recording says when it is a good one.</summary>
public sealed class CsvRecordingTests
{
    private const string ColumnForm = " must be <name>_<unit> like temperature_Cel: a lower-case name, then a unit";
    private const string NoRow = "the recording has no usable row: ";

    [Fact]
    public void A_plain_recording_reads_as_written()
    {
        const string text = "time,temperature_Cel,humidity_RH\n2015-02-04 17:51:00,23.18,27.272\n2015-02-04 17:51:59,,27.2675\n";

        CsvRecording recording = Read(text, "2,1");

        Assert.Equal(["temperature", "humidity"], recording.Channels.Select(c => c.Name));
        Assert.Equal(["Cel", "%RH"], recording.Channels.Select(c => c.Unit));
        Assert.Equal([2, 1], recording.Channels.Select(c => c.Decimals));
        Assert.Equal(2, recording.RowCount);
        Assert.Equal(new DateTimeOffset(2015, 2, 4, 17, 51, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), recording.FirstUtcMs);
        Assert.Equal(59_000, recording.LastUtcMs - recording.FirstUtcMs);
        Assert.Equal(2318, recording.GetValue(0, 0));
        Assert.Equal(273, recording.GetValue(0, 1));
        Assert.False(recording.IsPresent(1, 0));
        Assert.True(recording.IsPresent(1, 1));
        Assert.Equal("no lines rejected", recording.Rejections.ToString());
    }

    [Theory]
    [InlineData("time,soil_temp_degC", "soil_temp", "Cel")]
    [InlineData("time,soil_pct", "soil", "%")]
    [InlineData("time,co2_ppm", "co2", "ppm")]
    [InlineData("time,flow_m3/h", "flow", "m3/h")]
    public void The_unit_stands_after_the_last_underscore(string header, string name, string unit)
    {
        Channel channel = Read($"{header}\n1,1\n", "0").Channels[0];

        Assert.Equal(name, channel.Name);
        Assert.Equal(unit, channel.Unit);
    }

    [Theory]
    [InlineData("2015-02-04 17:51:00", 1423072260000)]
    [InlineData("2015-02-04T17:51:00", 1423072260000)]
    [InlineData("2015-02-04T17:51:00Z", 1423072260000)]
    [InlineData("2015-02-04 17:51:00Z", 1423072260000)]
    [InlineData("2015-02-04T17:51", 1423072260000)]
    [InlineData("2015-02-05T01:51:00+08:00", 1423072260000)]
    [InlineData("2015-02-04T17:51:00.25", 1423072260250)]
    [InlineData("2015-02-04T17:51:00.1235Z", 1423072260124)]
    [InlineData("1423072260", 1423072260000)]
    [InlineData("1423072260.25", 1423072260250)]
    [InlineData("1423072260.0005", 1423072260001)]
    [InlineData("1.42307226e9", 1423072260000)]
    [InlineData("0", 0)]
    public void Times_are_iso_or_unix_and_utc_unless_they_say_otherwise(string time, long unixMs)
    {
        Assert.Equal(unixMs, Read($"time,x_lx\n{time},1\n", "0").FirstUtcMs);
    }

    [Theory]
    [InlineData("0.5", 0, 1)]
    [InlineData("-0.5", 0, -1)]
    [InlineData("1.5", 0, 2)]
    [InlineData("2.5", 0, 3)]
    [InlineData("-2.5", 0, -3)]
    [InlineData("2.4999999999999999999999999999999999999999", 0, 2)]
    [InlineData("1.005", 2, 101)]
    [InlineData("-1.005", 2, -101)]
    [InlineData("1.0049999999999999", 2, 100)]
    [InlineData("27.2675", 2, 2727)]
    [InlineData("820.333333333333", 0, 820)]
    [InlineData("0.0000005", 6, 1)]
    [InlineData("0.00000049", 6, 0)]
    [InlineData("+7", 1, 70)]
    [InlineData(".5", 1, 5)]
    [InlineData("5.", 1, 50)]
    [InlineData("000012", 0, 12)]
    [InlineData("1e2", 1, 1000)]
    [InlineData("1.25E-1", 2, 13)]
    [InlineData("4.999999999999999999999999999999e-5", 4, 0)]
    [InlineData("1e-999999999", 6, 0)]
    [InlineData("-0", 3, 0)]
    [InlineData("2147483647", 0, int.MaxValue)]
    [InlineData("2147483647.49", 0, int.MaxValue)]
    [InlineData("-2147.483647", 6, -int.MaxValue)]
    public void Readings_are_rounded_once_half_away_from_zero(string text, int decimals, int expected)
    {
        CsvRecording recording = Read($"time,x_lx\n1,{text}\n", $"{decimals}");

        Assert.Equal(expected, recording.GetValue(0, 0));
    }

    [Fact]
    public void Rounding_agrees_with_decimal_arithmetic()
    {
        var random = new Random(20260731);
        for (int i = 0; i < 20_000; i++)
        {
            int places = random.Next(0, 7);
            decimal number = new(random.Next(), random.Next(0, 200), 0, random.Next(2) == 0, (byte)random.Next(9, 15));
            decimal expected = Math.Round(number * (decimal)Math.Pow(10, places), MidpointRounding.AwayFromZero);
            if (Math.Abs(expected) <= int.MaxValue)
            {
                CsvRecording recording = Read($"time,x_lx\n1,{number}\n", $"{places}");
                Assert.Equal((int)expected, recording.GetValue(0, 0));
            }
        }
    }

    [Fact]
    public void Byte_order_mark_crlf_quotes_blanks_and_blank_lines_do_not_matter()
    {
        byte[] bytes = Encoding.UTF8.GetPreamble()
            .Concat(Encoding.UTF8.GetBytes("\"time\", \"a_Cel\" ,b_lx\r\n1,\"2.5\" , 3 \r\n\r\n2,\"\",\t4\r\n   \r\n"))
            .ToArray();
        using var reader = new StreamReader(new MemoryStream(bytes));

        CsvRecording recording = CsvRecording.Read(reader, "1, 0");

        Assert.Equal(2, recording.RowCount);
        Assert.Equal(0, recording.Rejections.Total);
        Assert.Equal(25, recording.GetValue(0, 0));
        Assert.Equal(3, recording.GetValue(0, 1));
        Assert.False(recording.IsPresent(1, 0));
        Assert.Equal(4, recording.GetValue(1, 1));
    }

    [Theory]
    [InlineData("time,x_lx\n1,2\n2,3")]
    [InlineData("time,x_lx\r1,2\r2,3\r")]
    [InlineData("time,x_lx\r\n1,2\r\n2,3\r\n")]
    public void Any_line_end_will_do(string text)
    {
        Assert.Equal(2, Read(text, "0").RowCount);
    }

    [Theory]
    [InlineData("", "0", "the recording is empty")]
    [InlineData("\n", "0", "the first column must be 'time', not ''")]
    [InlineData("date,x_lx\n1,1\n", "0", "the first column must be 'time', not 'date'")]
    [InlineData("time\n1\n", "0", "a recording has 1 to 32 columns after 'time'; this one has 0")]
    [InlineData("time,light\n1,1\n", "0", "column 2 'light'" + ColumnForm)]
    [InlineData("time,Light_lx\n1,1\n", "0", "column 2 'Light_lx'" + ColumnForm)]
    [InlineData("time,a_lx,_lx\n1,1\n", "0,0", "column 3 '_lx'" + ColumnForm)]
    [InlineData("time,a_lx,a_Cel\n1,1,1\n", "0,0", "two columns are named 'a'")]
    [InlineData("time,\"a_lx\n1,1\n", "0", "the first line is not a CSV header: it must be time,<name>_<unit>,...")]
    [InlineData("time,a_lx,b_lx\n1,1,1\n", "2", "--decimals needs one number for each of the 2 columns after 'time'; '2' has 1")]
    [InlineData("time,a_lx\n1,1\n", "2,2", "--decimals needs one number for each of the 1 columns after 'time'; '2,2' has 2")]
    [InlineData("time,a_lx\n1,1\n", "7", "--decimals takes numbers from 0 to 6, not '7'")]
    [InlineData("time,a_lx\n1,1\n", "-1", "--decimals takes numbers from 0 to 6, not '-1'")]
    [InlineData("time,a_lx\n1,1\n", "", "--decimals takes numbers from 0 to 6, not ''")]
    [InlineData("time,a_lx\n", "0", NoRow + "no lines rejected")]
    [InlineData("time,a_lx\nx,1\n", "0", NoRow + "1 line rejected (BadTime 1), first: line 2: BadTime in column 1")]
    public void What_cannot_be_used_is_refused_in_one_line(string text, string decimals, string message)
    {
        var error = Assert.Throws<CsvRecordingException>(() => Read(text, decimals));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_missing_file_or_a_folder_is_refused_in_one_line()
    {
        foreach (string path in new[] { "/nonexistent/climate.csv", Path.GetTempPath(), "" })
        {
            var error = Assert.Throws<CsvRecordingException>(() => CsvRecording.Load(path, "0"));

            Assert.StartsWith($"cannot read '{path}'", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    internal static CsvRecording Read(string text, string decimals)
    {
        using var reader = new StringReader(text);
        return CsvRecording.Read(reader, decimals);
    }
}
