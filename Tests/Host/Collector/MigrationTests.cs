using System;
using System.Linq;
using Microsoft.Data.Sqlite;
using Xunit;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Collector;

/// <summary>A database of version 1 goes on as one of this version.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Old => _folder.File("old.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_equals_a_new_one_table_by_table_and_view_by_view()
    {
        Execute(SchemaVersion1.Create);
        SqliteStore.Open(Old).Dispose();
        SqliteStore.Open(_folder.File("new.db")).Dispose();

        Assert.Equal(Shape(_folder.File("new.db")), Shape(Old));
    }

    [Fact]
    public void What_is_in_it_stays_and_becomes_bounded()
    {
        // Given what a collector of version 1 wrote: the same rows, in the older tables.
        var gateway = new TestGateway();
        gateway.Boot(StopCause.FirstBoot);
        gateway.Anchor("2026-03-01T08:00:00Z");
        gateway.Scans(11);
        gateway.Reboot();
        gateway.Scans(21);
        gateway.Reboot();
        gateway.Anchor("2026-03-01T10:00:00Z");
        gateway.Scan();
        using var platform = new Platform(gateway);
        platform.Take(gateway, gateway.Messages());
        platform.TakeHeartbeat(gateway);
        Execute(SchemaVersion1.Create);
        CopyInto(platform.Path);

        SqliteStore.Open(Old).Dispose();

        const string Times = "SELECT seq, channel, value, utc, timeQuality, utc_earliest_ms, utc_latest_ms FROM reading_view ORDER BY seq, channel";
        Assert.Equal(Rows(platform.Path, Times), Rows(Old, Times));
        Assert.Contains(Rows(Old, Times), row => row.Contains("|bounded|"));
        Assert.Equal(platform.Ledger.ToJson(), Ledger.Read(Old).ToJson());
    }

    [Fact]
    public void To_read_it_is_refused_until_the_collector_brought_it_up_to_date()
    {
        Execute(SchemaVersion1.Create);
        var message = Assert.Throws<CollectorException>(() => Ledger.Read(Old)).Message;
        Assert.Contains("start the collector", message);
        Assert.DoesNotContain('\n', message);
    }

    private static string[] Shape(string path) =>
        [.. Rows(path, "SELECT m.name, m.type, p.name, p.type, p.pk FROM sqlite_schema m, pragma_table_info(m.name) p ORDER BY m.name, p.name")
            .Concat(Rows(path, "SELECT sql FROM sqlite_schema WHERE type IN ('view', 'index') ORDER BY name"))
            .Concat(Rows(path, "PRAGMA user_version"))];

    private static string[] Rows(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new System.Collections.Generic.List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : reader.GetValue(i).ToString())));
        }

        return [.. rows];
    }

    private void CopyInto(string source)
    {
        var tables = Rows(Old, "SELECT name FROM sqlite_schema WHERE type = 'table'");
        foreach (var table in tables)
        {
            var columns = string.Join(", ", Rows(Old, $"SELECT name FROM pragma_table_info('{table}')"));
            Execute($"ATTACH '{source}' AS source; INSERT INTO {table} ({columns}) SELECT {columns} FROM source.{table};");
        }
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Old};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
