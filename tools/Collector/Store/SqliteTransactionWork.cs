using System;
using System.Collections.Generic;
using Microsoft.Data.Sqlite;

namespace ZhiSan.Edge.Collector;

/// <summary>The one transaction of the store, used again and again with its prepared statements.</summary>
internal sealed partial class SqliteTransactionWork(SqliteConnection connection) : ICollectorTransaction
{
    private readonly Dictionary<string, Statement> _statements = [];
    private readonly BootBounds _bounds = new(connection);
    private bool _isOpen;

    /// <summary>Begins.</summary>
    public SqliteTransactionWork Begin()
    {
        if (_isOpen)
        {
            throw new InvalidOperationException("One transaction at a time.");
        }

        Sql("BEGIN IMMEDIATE").Run();
        _isOpen = true;
        return this;
    }

    /// <inheritdoc/>
    public void Commit()
    {
        SqliteFailure.Guard(() => Sql("COMMIT").Run());
        _isOpen = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        try
        {
            Sql("ROLLBACK").Run();
        }
        catch (SqliteException)
        {
            // SQLite has undone it already: a full disk or damage ends a transaction by itself.
        }
    }

    /// <summary>Gives the prepared statements back.</summary>
    public void End()
    {
        Dispose();
        _bounds.Dispose();
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
    }

    private Statement Sql(string text)
    {
        if (!_statements.TryGetValue(text, out var statement))
        {
            statement = _statements[text] = new Statement(connection, text);
        }

        return statement;
    }

    private void Run(string sql, params ReadOnlySpan<object?> values)
    {
        try
        {
            Sql(sql).Run(values);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Translate(exception);
        }
    }

    private object? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        try
        {
            return Sql(sql).Scalar(values);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Translate(exception);
        }
    }

    // Reads rows until one is enough.
    private void Each(string sql, Func<SqliteDataReader, bool> take, params ReadOnlySpan<object?> values)
    {
        try
        {
            using var rows = Sql(sql).Query(values);
            while (rows.Read() && take(rows))
            {
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Translate(exception);
        }
    }

    private T? Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
        where T : class
    {
        try
        {
            using var rows = Sql(sql).Query(values);
            return rows.Read() ? read(rows) : null;
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Translate(exception);
        }
    }
}
