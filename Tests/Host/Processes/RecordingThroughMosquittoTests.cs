using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using Xunit;
using ZhiSan.Edge.Tests.Host.Sensors;
using ZhiSan.Edge.Tests.Host.Support;

namespace ZhiSan.Edge.Tests.Host.Processes;

/// <summary>A real recording through real processes and a real broker.</summary>
public class RecordingThroughMosquittoTests
{
    private const string RoomClimate = "data/room-climate.csv";
    private static readonly int[] Decimals = [2, 2, 0, 0];

    [RecordingAndMosquittoFact(RoomClimate)]
    public async Task Every_row_of_the_recording_is_in_the_database_exact_at_the_sensors_resolution()
    {
        using var folder = new TemporaryFolder();
        using Mosquitto broker = await Mosquitto.RunAsync();
        string recording = SharedData.Find(RoomClimate)!;
        string keys = folder.File("keys.txt");
        string database = folder.File("platform.db");
        string address = $"127.0.0.1:{broker.Port}";
        using ZhisanProcess key = await ZhisanProcess.RunAsync("keys", "add", "room/gw1", "--keys", keys);
        Assert.Equal(0, key.ExitCode);
        using ZhisanProcess collector = ZhisanProcess.Start("collect", "--broker", address, "--keys", keys, "--database", database, "--json");
        await collector.FirstLineAsync();
        using ZhisanProcess gateway = await ZhisanProcess.RunAsync(
            "gateway", "--flash", folder.File("flash"), "--id", "room/gw1", "--keys", keys, "--broker", address,
            "--csv", recording, "--decimals", "2,2,0,0", "--speed", "60000", "--no-sync", "--json");
        Assert.True(gateway.ExitCode == 0, gateway.Error);

        List<string> expected = Rows(recording);
        Assert.Equal(expected, Stored(database));
        using ZhisanProcess ledger = await ZhisanProcess.RunAsync("ledger", "--database", database);
        Assert.True(ledger.ExitCode == 0, ledger.Output + ledger.Error);
    }

    // An independent reading of the file: decimal arithmetic, rounding half away from zero.
    private static List<string> Rows(string path) => File.ReadLines(path).Skip(1).Select(line =>
    {
        string[] cells = line.Split(',');
        string time = System.DateTime.Parse(cells[0], CultureInfo.InvariantCulture).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return time + " " + string.Join(' ', Decimals.Select((decimals, i) =>
            decimal.Round(decimal.Parse(cells[i + 1], CultureInfo.InvariantCulture), decimals, System.MidpointRounding.AwayFromZero)
                .ToString("F" + decimals, CultureInfo.InvariantCulture)));
    }).ToList();

    private static List<string> Stored(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT seq, utc, value FROM reading_view ORDER BY epoch, seq, channel";
        using SqliteDataReader row = command.ExecuteReader();
        var rows = new List<string>();
        long current = -1;
        while (row.Read())
        {
            if (row.GetInt64(0) != current)
            {
                current = row.GetInt64(0);
                rows.Add(row.GetString(1)[..19]);
            }

            rows[^1] += " " + row.GetString(2);
        }

        return rows;
    }
}
