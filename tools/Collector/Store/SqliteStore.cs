using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Data.Sqlite;

namespace ZhiSan.Edge.Collector;

/// <summary>The collector's store in SQLite: one file, one writer. Not thread-safe.</summary>
public sealed class SqliteStore : ICollectorStore, IDisposable
{
    private const string AcksSql = """
        SELECT g.site, g.gateway, e.epoch, e.ack_through FROM gateways g
        JOIN epochs e ON e.gateway_id = g.id AND e.epoch = g.current_epoch
        """;

    private readonly SqliteConnection _connection;
    private readonly FileStream _lock;
    private readonly SqliteTransactionWork _work;

    private SqliteStore(SqliteConnection connection, FileStream held)
    {
        _connection = connection;
        _lock = held;
        _work = new SqliteTransactionWork(connection);
    }

    /// <summary>Opens a database; creates it when there is none.</summary>
    /// <exception cref="CollectorException">
    /// It is another program's, a later version's, damaged or in use; it is left as it is.
    /// </exception>
    public static SqliteStore Open(string path)
    {
        var held = Lock(path);
        try
        {
            return new SqliteStore(DatabaseFile.OpenOrCreate(path), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ICollectorTransaction Begin() => SqliteFailure.Guard(() => _work.Begin());

    /// <inheritdoc/>
    public IReadOnlyList<AckMessage> ReadAcks() => SqliteFailure.Guard(() =>
    {
        using var statement = new Statement(_connection, AcksSql);
        using var rows = statement.Query();
        var acks = new List<AckMessage>();
        while (rows.Read())
        {
            acks.Add(new AckMessage(new GatewayId(rows.GetString(0), rows.GetString(1)), (uint)rows.GetInt64(2),
                rows.GetInt64(3)));
        }

        return acks;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _work.End();
        _connection.Dispose();
        _lock.Dispose();
    }

    // Two collectors on one database would both be right about their own acknowledgements and wrong about each other's.
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new CollectorException($"Cannot open the database {path}: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new CollectorException($"Another collector uses the database {path}: stop it, or name another file.",
                exception);
        }
    }
}
