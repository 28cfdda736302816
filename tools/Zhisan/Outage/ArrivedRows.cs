using System.Collections.Generic;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ZhiSan.Edge.Cli.Outage;

/// <summary>Reads the rows out of the collector's database, in the order in which their pages were inserted.</summary>
internal static class ArrivedRows
{
    private const string Query = """
        SELECT p.rowid, r.seq, r.uptime_s, d.value
        FROM pages p
        JOIN records r ON r.gateway_id = p.gateway_id AND r.epoch = p.epoch AND r.seq BETWEEN p.first_seq AND p.last_seq AND r.kind = 0
        JOIN readings d ON d.gateway_id = r.gateway_id AND d.epoch = r.epoch AND d.seq = r.seq
        ORDER BY p.rowid, r.seq, d.channel
        """;

    private const string CountQuery = "SELECT count(*) FROM records WHERE kind = 0";

    /// <summary>All rows.</summary>
    public static List<OutageRow> Read(string database)
    {
        var rows = new List<OutageRow>();
        using SqliteConnection connection = Open(database);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Query;
        using SqliteDataReader row = command.ExecuteReader();
        (long Page, long Sequence) current = (-1, -1);
        while (row.Read())
        {
            string value = row.IsDBNull(3) ? "-" : row.GetInt64(3).ToString(CultureInfo.InvariantCulture);
            (long, long) next = (row.GetInt64(0), row.GetInt64(1));
            if (next == current)
            {
                rows[^1] = rows[^1] with { Values = rows[^1].Values + " " + value };
            }
            else
            {
                rows.Add(new OutageRow(row.GetInt64(2), value));
                current = next;
            }
        }

        return rows;
    }

    /// <summary>How many there are so far, while the collector is at work; scans whose page is missing count as well.</summary>
    public static long Count(string database)
    {
        using SqliteConnection connection = Open(database);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = CountQuery;
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }
}
