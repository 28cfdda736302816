using System.Collections.Generic;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>Reads the scans of one gateway out of the collector's database, in the form of the side log.</summary>
internal static class StoredScans
{
    private const string Query = """
        SELECT r.epoch, r.seq, r.boot, r.uptime_s, d.value
        FROM records r JOIN gateways g ON g.id = r.gateway_id
        JOIN readings d ON d.gateway_id = r.gateway_id AND d.epoch = r.epoch AND d.seq = r.seq
        WHERE r.kind = 0 AND g.site = $site AND g.gateway = $gateway
        ORDER BY r.epoch, r.seq, d.channel
        """;

    /// <summary>All scans.</summary>
    public static List<TakenScan> Read(string database, string site, string gateway)
    {
        var scans = new List<TakenScan>();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Query;
        command.Parameters.AddWithValue("$site", site);
        command.Parameters.AddWithValue("$gateway", gateway);
        using SqliteDataReader row = command.ExecuteReader();
        (long Epoch, long Sequence) current = (-1, -1);
        while (row.Read())
        {
            string value = row.IsDBNull(4) ? "-" : row.GetInt64(4).ToString(CultureInfo.InvariantCulture);
            (long, long) next = (row.GetInt64(0), row.GetInt64(1));
            if (next == current)
            {
                TakenScan last = scans[^1];
                scans[^1] = last with { Values = last.Values + " " + value };
            }
            else
            {
                scans.Add(new TakenScan((uint)row.GetInt64(2), (int)row.GetInt64(3), value, true));
                current = next;
            }
        }

        return scans;
    }
}
