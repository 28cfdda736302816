using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.Data.Sqlite;
using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Messages;

namespace ZhiSan.Edge.Bench.Peers;

/// <summary>Stores the rows of a workload in files the way others do, and looks how long the files are.</summary>
public static class PeerStores
{
    /// <summary>Bytes the days are counted in.</summary>
    public const int DaysBytes = 200 * 1024;

    private const int RecordBytes = 16;

    /// <summary>Measures all of them in a folder of its own, which is removed afterwards.</summary>
    public static IReadOnlyList<PeerFigures> Measure(Workload workload, int syncEvery)
    {
        string folder = Directory.CreateTempSubdirectory("zhisan-bench-").FullName;
        try
        {
            return
            [
                Figures(workload, "JSON lines", JsonLines(workload, Path.Combine(folder, "rows.jsonl"), syncEvery)),
                Figures(workload, "16-byte records", Records(workload, Path.Combine(folder, "rows.bin"), syncEvery)),
                Figures(workload, "SQLite", Sqlite(workload, Path.Combine(folder, "rows.db"), syncEvery)),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PeerFigures Figures(Workload workload, string name, long bytes)
    {
        double perRow = (double)bytes / workload.Rows.Count;
        return new PeerFigures(name, (double)bytes / workload.Readings, perRow, DaysBytes / perRow / workload.RowsPerDay);
    }

    private static long JsonLines(Workload workload, string path, int syncEvery)
    {
        var row = new JsonRow(workload);
        var text = new TextBuffer(4096);
        using (FileStream file = File.Create(path))
        {
            for (int i = 0; i < workload.Rows.Count; i++)
            {
                row.Write(i, text);
                file.Write(text.Bytes, 0, text.Length);
                FlushEvery(file, i, syncEvery);
            }
        }

        return new FileInfo(path).Length;
    }

    // Time 4, channel 2, quality 1, kind 1, value 4, check 4; an event takes as many as its body needs.
    private static long Records(Workload workload, string path, int syncEvery)
    {
        byte[] record = new byte[RecordBytes];
        using (FileStream file = File.Create(path))
        {
            for (int i = 0; i < workload.Rows.Count; i++)
            {
                WorkloadRow row = workload.Rows[i];
                int count = row.EventBody == null ? row.Values.Length : (row.EventBody.Length + 3) / 4;
                for (int channel = 0; channel < count; channel++)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)row.Seconds);
                    BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(4), (ushort)channel);
                    record[6] = row.EventBody == null ? row.Qualities[channel] : (byte)0;
                    record[7] = row.EventBody == null ? (byte)0 : (byte)1;
                    BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), row.EventBody == null ? row.Values[channel] : row.EventBody[channel * 4]);
                    BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12), Crc32.Append(0, record, 0, 12));
                    file.Write(record);
                }

                FlushEvery(file, i, syncEvery);
            }
        }

        return new FileInfo(path).Length;
    }

    private static long Sqlite(Workload workload, string path, int syncEvery)
    {
        string[] columns = [.. workload.Channels.Select(channel => channel.Name)];
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            // The machine's disk is not what is measured: the file's length is the same with and without waiting for it.
            Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; CREATE TABLE rows (time INTEGER, event BLOB, "
                + string.Join(", ", columns.Select(name => $"\"{name}\" INTEGER")) + ")");
            using SqliteCommand insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO rows VALUES ($time, $event, " + string.Join(", ", columns.Select((_, i) => $"$c{i}")) + ")";
            SqliteTransaction? transaction = null;
            for (int i = 0; i < workload.Rows.Count; i++)
            {
                transaction ??= connection.BeginTransaction();
                insert.Transaction = transaction;
                Bind(insert, workload.Rows[i], columns.Length);
                insert.ExecuteNonQuery();
                if ((i + 1) % syncEvery == 0 || i == workload.Rows.Count - 1)
                {
                    transaction.Commit();
                    transaction.Dispose();
                    transaction = null;
                }
            }
        }

        return new FileInfo(path).Length;
    }

    private static void Bind(SqliteCommand insert, WorkloadRow row, int channels)
    {
        insert.Parameters.Clear();
        insert.Parameters.AddWithValue("$time", row.Seconds);
        insert.Parameters.AddWithValue("$event", row.EventBody ?? (object)DBNull.Value);
        for (int i = 0; i < channels; i++)
        {
            bool there = row.EventBody == null && row.Qualities[i] != JournalLimits.AbsentQuality;
            insert.Parameters.AddWithValue("$c" + i.ToString(CultureInfo.InvariantCulture), there ? row.Values[i] : DBNull.Value);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void FlushEvery(FileStream file, int row, int syncEvery)
    {
        if ((row + 1) % syncEvery == 0)
        {
            file.Flush();
        }
    }
}
