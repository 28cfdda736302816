using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Data.Sqlite;
using Xunit;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Collector;

public sealed class DatabaseFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Database => _folder.File("some.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_file_becomes_a_database()
    {
        File.WriteAllBytes(Database, []);
        SqliteStore.Open(Database).Dispose();
        Assert.False(Ledger.Read(Database).Complete);
    }

    [Fact]
    public void A_text_file_is_refused_and_not_touched() =>
        AssertRefused(Encoding.UTF8.GetBytes(new string('x', 5000)), "not an SQLite");

    [Fact]
    public void A_short_file_is_refused_and_not_touched() => AssertRefused("SQLite format 3\0"u8.ToArray(), "not an SQLite");

    [Fact]
    public void The_database_of_another_program_is_refused_and_not_touched()
    {
        Execute("CREATE TABLE accounts (id INTEGER); PRAGMA user_version = 1;");
        AssertRefused(File.ReadAllBytes(Database), "another program");
    }

    [Fact]
    public void A_newer_database_is_refused_and_not_touched()
    {
        SqliteStore.Open(Database).Dispose();
        Execute("PRAGMA user_version = 3;");
        Execute("PRAGMA wal_checkpoint(TRUNCATE);");
        AssertRefused(File.ReadAllBytes(Database), "version 3");
    }

    [Fact]
    public void A_damaged_database_is_refused_in_one_line()
    {
        FillDatabase();
        var bytes = File.ReadAllBytes(Database);
        Array.Fill(bytes, (byte)0xA5, 8192, bytes.Length - 8192);
        AssertRefused(bytes, "damaged");
    }

    [Fact]
    public void A_truncated_database_is_refused_in_one_line()
    {
        FillDatabase();
        AssertRefused(File.ReadAllBytes(Database)[..10_000], "damaged");
    }

    [Fact]
    public void Damage_anywhere_ends_in_one_line_or_in_nothing()
    {
        FillDatabase();
        var whole = File.ReadAllBytes(Database);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var bytes = (byte[])whole.Clone();
            random.NextBytes(bytes.AsSpan(random.Next(100, bytes.Length - 64), 64));
            File.WriteAllBytes(Database, bytes);
            AssertOneLine(() => SqliteStore.Open(Database).Dispose());
            AssertOneLine(() => Ledger.Read(Database));
        }
    }

    [Fact]
    public void A_folder_a_missing_folder_and_a_missing_file_each_say_so_in_one_line()
    {
        Directory.CreateDirectory(Database);
        AssertMessage(() => SqliteStore.Open(Database), "Cannot open");
        AssertMessage(() => SqliteStore.Open(_folder.File("no/such/folder.db")), "Cannot open");
        AssertMessage(() => Ledger.Read(_folder.File("missing.db")), "no collector database");
        Assert.False(File.Exists(_folder.File("missing.db")));
    }

    [Fact]
    public void A_second_collector_on_one_database_is_refused_and_the_ledger_can_be_read_meanwhile()
    {
        using var first = SqliteStore.Open(Database);
        AssertMessage(() => SqliteStore.Open(Database), "Another collector");
        Assert.Empty(Ledger.Read(Database).Gateways);
    }

    [Fact]
    public void Commits_are_written_through()
    {
        using var platform = new Platform();
        Assert.Equal(["wal"], platform.Rows("PRAGMA journal_mode"));
        Assert.Equal(["2"], platform.Rows("PRAGMA user_version"));
    }

    private void FillDatabase()
    {
        var gateway = new TestGateway();
        gateway.Boot(StopCause.FirstBoot);
        gateway.Scans(200);
        var keys = new KeyRing();
        keys.Set(gateway.Id, gateway.Key);
        using (var store = SqliteStore.Open(Database))
        {
            gateway.Messages().ForEach(message => new PageIngest(keys, store).Ingest(gateway.Id, message));
        }

        Execute("PRAGMA wal_checkpoint(TRUNCATE);");
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void AssertRefused(byte[] content, string why)
    {
        File.WriteAllBytes(Database, content);
        AssertMessage(() => SqliteStore.Open(Database), why);
        Assert.True(content.SequenceEqual(File.ReadAllBytes(Database)));
    }

    private static void AssertMessage(Action action, string why)
    {
        var message = Assert.Throws<CollectorException>(action).Message;
        Assert.Contains(why, message);
        Assert.DoesNotContain('\n', message);
    }

    private static void AssertOneLine(Action action)
    {
        try
        {
            action();
        }
        catch (CollectorException exception)
        {
            Assert.DoesNotContain('\n', exception.Message);
        }
    }
}
