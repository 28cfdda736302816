using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Microsoft.Data.Sqlite;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Opens database files, and refuses those that are not ours before SQLite touches them: another program's, a later version's,
/// damaged ones. The first hundred bytes of a database tell.
/// </summary>
internal static class DatabaseFile
{
    private const int NoVersion = -1;
    private const int HeaderBytes = 100;
    private const int UserVersionOffset = 60;
    private const int ApplicationIdOffset = 68;

    /// <summary>Larger databases are not read through at the start: damage in them is met when it is read.</summary>
    private const long MaxCheckedBytes = 64L * 1024 * 1024;

    /// <summary>Opens a database for the collector; creates it when there is none.</summary>
    /// <exception cref="CollectorException">It cannot be used; the message says why and what to do.</exception>
    public static SqliteConnection OpenOrCreate(string path)
    {
        var found = Guard(path, () => Version(path, Schema.OldestVersion));
        return Guard(path, () =>
        {
            var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
            try
            {
                if (found == NoVersion)
                {
                    Change(connection, $"PRAGMA application_id = {Schema.ApplicationId};{Schema.Create}", () => { });
                }

                // FULL: with WAL only this makes a commit durable, and an acknowledgement follows each commit.
                Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
                Check(connection, path);
                if (found is not NoVersion and < Schema.Version)
                {
                    Change(connection, Schema.FromVersion1, () => BoundBoots(connection));
                }

                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        });
    }

    /// <summary>Opens a database to read it, while a collector may be writing to it.</summary>
    /// <exception cref="CollectorException">It cannot be read; the message says why and what to do.</exception>
    public static SqliteConnection OpenToRead(string path)
    {
        if (Guard(path, () => Version(path, Schema.Version)) == NoVersion)
        {
            throw new CollectorException(
                $"There is no collector database at {path}: start the collector first, or name another file.");
        }

        return Guard(path, () => Connect(path, SqliteOpenMode.ReadOnly));
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 };
        var connection = new SqliteConnection(text.ToString());
        connection.Open();
        return connection;
    }

    // All of it or nothing: a change that the power cuts leaves the database as it was.
    private static void Change(SqliteConnection connection, string sql, Action fill)
    {
        Execute(connection, $"BEGIN IMMEDIATE; {sql} PRAGMA user_version = {Schema.Version};");
        fill();
        Execute(connection, "COMMIT");
    }

    private static void BoundBoots(SqliteConnection connection)
    {
        var boots = new List<(EpochKey Key, uint Boot)>();
        using (var known = new Statement(connection, "SELECT gateway_id, epoch, boot FROM boots WHERE boot_utc_ms IS NOT NULL"))
        using (var rows = known.Query())
        {
            while (rows.Read())
            {
                boots.Add((new EpochKey(rows.GetInt64(0), (uint)rows.GetInt64(1)), (uint)rows.GetInt64(2)));
            }
        }

        using var bounds = new BootBounds(connection);
        boots.ForEach(boot => bounds.Update(boot.Key, boot.Boot));
    }

    /// <summary>The version of the database in the file; refuses what is not ours or cannot be used.</summary>
    private static int Version(string path, int oldest)
    {
        var header = new byte[HeaderBytes];
        int read;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            read = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        }
        catch (FileNotFoundException)
        {
            return NoVersion;
        }

        if (read == 0)
        {
            return NoVersion;
        }

        if (read < HeaderBytes || !header.AsSpan(0, 16).SequenceEqual("SQLite format 3\0"u8))
        {
            throw new CollectorException($"{path} is not an SQLite database: name another file. It was not touched.");
        }

        if (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdOffset)) != Schema.ApplicationId)
        {
            throw new CollectorException($"{path} is the database of another program: name another file. It was not touched.");
        }

        var version = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(UserVersionOffset));
        if (version is < Schema.OldestVersion or > Schema.Version)
        {
            throw new CollectorException(
                $"{path} has version {version}, this program knows {Schema.Version}: use a newer program. It was not touched.");
        }

        return version >= oldest ? version : throw new CollectorException(
            $"{path} has version {version}, this program reads {Schema.Version}: start the collector on it once, it brings it up to date.");
    }

    private static void Check(SqliteConnection connection, string path)
    {
        if (new FileInfo(path).Length > MaxCheckedBytes)
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() as string != "ok")
        {
            throw Damaged(path, null);
        }
    }

    private static T Guard<T>(string path, Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (SqliteException exception) when (SqliteFailure.IsDamage(exception))
        {
            throw Damaged(path, exception);
        }
        catch (SqliteException exception)
        {
            throw new CollectorException($"Cannot open the database {path}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CollectorException($"Cannot open the database {path}: {exception.Message}", exception);
        }
    }

    private static CollectorException Damaged(string path, Exception? inner) =>
        new($"The database {path} is damaged: restore a copy, or name a new file and let the gateways refill it.", inner);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
