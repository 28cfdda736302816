using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;

namespace ZhiSan.Edge.Cli.Outage;

/// <summary>The rows of the outage: four values each minute, from a garden whose weather follows from a seed.</summary>
internal sealed class GivenRows
{
    /// <summary>Seconds between rows.</summary>
    public const int PeriodSeconds = 60;

    private const int Channels = 4;
    private const long StartMs = 1_748_736_000_000;

    private readonly Channel[] _channels;
    private readonly List<int[]> _rows = [];

    public GivenRows(int count)
    {
        var sensor = new DemoSensor(1, StartMs, Channels);
        var scan = new Scan(Channels);
        _channels = [.. Enumerable.Range(0, Channels).Select(sensor.GetChannel)];
        for (int row = 0; row < count; row++)
        {
            sensor.Start(row * PeriodSeconds * 1000L);
            sensor.Poll(row * PeriodSeconds * 1000L, scan, 0);
            _rows.Add((int[])scan.Values.Clone());
        }
    }

    /// <summary>When the last row is over, in milliseconds since 1970.</summary>
    public long EndUtcMs => StartMs + (_rows.Count * PeriodSeconds * 1000L);

    /// <summary>Decimals of the columns, as the command line takes them.</summary>
    public string Decimals => string.Join(',', _channels.Select(channel => channel.Decimals));

    /// <summary>The rows in order, as the platform must have them.</summary>
    public IEnumerable<OutageRow> Rows => _rows.Select((values, row) => new OutageRow(row * PeriodSeconds, string.Join(' ', values)));

    /// <summary>Writes them as a recording.</summary>
    public void Save(string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("time," + string.Join(',', _channels.Select(channel => $"{channel.Name}_{channel.Unit}")));
        for (int row = 0; row < _rows.Count; row++)
        {
            DateTime time = DateTimeOffset.FromUnixTimeMilliseconds(StartMs).UtcDateTime.AddSeconds(row * PeriodSeconds);
            file.Write(time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            for (int i = 0; i < Channels; i++)
            {
                decimal value = new(Math.Abs((long)_rows[row][i]));
                value = (_rows[row][i] < 0 ? -value : value) / Power(_channels[i].Decimals);
                file.Write("," + value.ToString(CultureInfo.InvariantCulture));
            }

            file.WriteLine();
        }
    }

    private static decimal Power(int decimals) => decimals == 0 ? 1 : 10 * Power(decimals - 1);
}
