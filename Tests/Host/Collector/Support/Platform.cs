using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.Data.Sqlite;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Collector;

/// <summary>A collector without a network: key ring, database, ingest.</summary>
internal sealed class Platform : IDisposable
{
    private readonly TempFolder _folder = new();
    private SqliteStore _store;

    public Platform(params TestGateway[] gateways)
    {
        foreach (var gateway in gateways)
        {
            Keys.Set(gateway.Id, gateway.Key);
        }

        _store = SqliteStore.Open(Path);
        Ingest = new PageIngest(Keys, _store);
        Status = new StatusIngest(Keys, _store);
    }

    public KeyRing Keys { get; } = new();

    public string Path => _folder.File("platform.db");

    public PageIngest Ingest { get; private set; }

    public StatusIngest Status { get; private set; }

    public ICollectorStore Store => _store;

    public LedgerReport Ledger => Edge.Collector.Ledger.Read(Path);

    /// <summary>Closes the database without a word and opens it again.</summary>
    public void Restart()
    {
        _store.Dispose();
        _store = SqliteStore.Open(Path);
        Ingest = new PageIngest(Keys, _store);
        Status = new StatusIngest(Keys, _store);
    }

    /// <summary>Takes messages; gives the last result.</summary>
    public IngestResult Take(TestGateway gateway, params IEnumerable<byte[]> messages) =>
        messages.Select(message => Ingest.Ingest(gateway.Id, message)).ToList()[^1];

    public void TakeHeartbeat(TestGateway gateway) =>
        Xunit.Assert.Null(Status.TakeHeartbeat(gateway.Id, Encoding.UTF8.GetBytes(gateway.Heartbeat())));

    public long Count(string sql) => Convert.ToInt64(Rows($"SELECT COUNT(*) FROM {sql}")[0]);

    /// <summary>Runs a query; gives each row as text, columns separated by a bar.</summary>
    public List<string> Rows(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|',
                Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : reader.GetString(i))));
        }

        return rows;
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
