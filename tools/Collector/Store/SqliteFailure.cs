using System;
using Microsoft.Data.Sqlite;

namespace ZhiSan.Edge.Collector;

/// <summary>Turns what SQLite says into what a person can act on.</summary>
internal static class SqliteFailure
{
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    /// <summary>Whether the database file itself is damaged.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>Runs a database operation.</summary>
    /// <exception cref="CollectorStoreException">It failed.</exception>
    public static T Guard<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (SqliteException exception)
        {
            throw Translate(exception);
        }
    }

    /// <summary>Names the failure.</summary>
    public static CollectorStoreException Translate(SqliteException exception)
    {
        var text = exception.SqliteErrorCode switch
        {
            Corrupt or NotADatabase =>
                "the database is damaged; move it away and restore a copy, or let the gateways refill a new one",
            Full => "the disk is full",
            _ => $"the database failed: {exception.Message}",
        };
        return new CollectorStoreException(text, IsDamage(exception), exception);
    }
}
