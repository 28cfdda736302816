using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Xunit;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.VirtualGateway.CsvReplay;

namespace ZhiSan.Edge.Tests.Host.Sensors;

/// <summary>A recording in a sampler: every row, at its time, exact.</summary>
public sealed class CsvReplaySensorTests
{
    private const string RoomClimate = "data/room-climate.csv";
    private const string RoomClimateDecimals = "2,2,0,0";

    [Fact]
    public void Rows_fall_due_at_their_own_times()
    {
        CsvRecording recording = CsvRecordingTests.Read("time,a_Cel\n100,1\n100.25,\n107,3\n", "0");
        var sensor = new CsvReplaySensor(recording, recording.FirstUtcMs);

        List<(long Ms, int Value, byte Quality)> scans = Play(sensor, 0);

        Assert.Equal([(0, 1, Quality.Good), (250, 0, Quality.Absent), (7000, 3, Quality.Good)], scans);
        Assert.Equal(long.MaxValue, sensor.NextDueMs);
    }

    [Fact]
    public void A_clock_that_begins_within_the_recording_plays_the_rest()
    {
        CsvRecording recording = CsvRecordingTests.Read("time,a_Cel\n100,1\n101,2\n102,3\n103,4\n", "0");
        var sensor = new CsvReplaySensor(recording, 100_500);

        Assert.Equal(1, sensor.SkippedRows);
        Assert.Equal(3, sensor.RemainingRows);

        Assert.Equal([(500, 2, Quality.Good), (1500, 3, Quality.Good), (2500, 4, Quality.Good)], Play(sensor, 0));
    }

    [Fact]
    public void Rows_that_a_stall_made_late_still_carry_their_own_times()
    {
        CsvRecording recording = CsvRecordingTests.Read("time,a_Cel\n100,1\n101,2\n102,3\n", "0");

        List<(long Ms, int Value, byte Quality)> scans = Play(new CsvReplaySensor(recording, 100_000), 3_600_000);

        Assert.Equal([(0, 1, Quality.Good), (1000, 2, Quality.Good), (2000, 3, Quality.Good)], scans);
    }

    [Fact]
    public void A_sensor_that_is_started_after_the_end_fails()
    {
        CsvRecording recording = CsvRecordingTests.Read("time,a_Cel\n100,1\n", "0");
        var sensor = new CsvReplaySensor(recording, 100_001);

        sensor.Start(0);

        Assert.Equal(SensorStatus.Failed, sensor.Poll(0, new Scan(1), 0));
    }

    [SharedDataFact(RoomClimate)]
    public void Every_row_of_the_room_climate_recording_is_played_exactly()
    {
        string path = SharedData.Find(RoomClimate)!;
        CsvRecording recording = CsvRecording.Load(path, RoomClimateDecimals);
        var sampler = new Sampler();
        sampler.AddSensor(new CsvReplaySensor(recording, recording.FirstUtcMs));
        sampler.Begin(0);

        int row = 0;
        string[] lines = File.ReadAllLines(path);
        while (sampler.NextDeadlineMs != long.MaxValue)
        {
            Assert.True(sampler.Tick(sampler.NextDeadlineMs));
            RequireRow(lines[++row], recording.FirstUtcMs, sampler.Current);
            Assert.False(sampler.Tick(sampler.Current.MonotonicMs));
        }

        Assert.Equal(8143, row);
        Assert.Equal(lines.Length - 1, row);
        Assert.Equal(0, recording.Rejections.Total);
    }

    /// <summary>
    /// Compares a scan with its line, read by other means: split at commas, system date parsing, decimal arithmetic.
    /// </summary>
    private static void RequireRow(string line, long firstUtcMs, Scan scan)
    {
        string[] cells = line.Split(',');
        DateTime time = DateTime.ParseExact(
            cells[0],
            "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        Assert.Equal(time, DateTime.UnixEpoch.AddMilliseconds(firstUtcMs + scan.MonotonicMs));
        decimal[] scales = [100, 100, 1, 1];
        for (int i = 0; i < scales.Length; i++)
        {
            decimal number = decimal.Parse(cells[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture);
            Assert.Equal((int)Math.Round(number * scales[i], MidpointRounding.AwayFromZero), scan.Values[i]);
            Assert.Equal(Quality.Good, scan.Qualities[i]);
        }
    }

    private static List<(long Ms, int Value, byte Quality)> Play(CsvReplaySensor sensor, long firstTickMs)
    {
        var sampler = new Sampler();
        sampler.AddSensor(sensor);
        sampler.Begin(0);
        var scans = new List<(long, int, byte)>();
        for (long now = firstTickMs; now != long.MaxValue; now = sampler.NextDeadlineMs)
        {
            while (sampler.Tick(now))
            {
                scans.Add((sampler.Current.MonotonicMs, sampler.Current.Values[0], sampler.Current.Qualities[0]));
            }
        }

        return scans;
    }
}
