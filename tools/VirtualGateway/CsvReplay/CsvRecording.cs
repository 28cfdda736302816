using System;
using System.Collections.Generic;
using System.IO;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>
/// A recording in memory: times in Unix milliseconds, strictly increasing, and fixed-point readings, some of them absent.
/// </summary>
public sealed class CsvRecording
{
    /// <summary>The most rows a recording may have.</summary>
    public const int MaxRows = 5_000_000;

    private readonly Channel[] _channels;
    private readonly List<long> _times = [];
    private readonly List<int> _values = [];
    private readonly List<bool> _present = [];

    private CsvRecording(Channel[] channels)
    {
        _channels = channels;
    }

    /// <summary>The channels, in the order of the columns.</summary>
    public IReadOnlyList<Channel> Channels => _channels;

    /// <summary>Rows taken.</summary>
    public int RowCount => _times.Count;

    /// <summary>Lines not taken.</summary>
    public CsvRejections Rejections { get; } = new();

    /// <summary>Time of the first row, milliseconds since 1970-01-01 UTC: where a virtual clock may begin.</summary>
    public long FirstUtcMs => _times[0];

    /// <summary>Time of the last row, milliseconds since 1970-01-01 UTC.</summary>
    public long LastUtcMs => _times[^1];

    /// <summary>Reads a file: UTF-8, with or without byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="decimals">A number of decimals, 0 to 6, for each column after <c>time</c>, for example
    /// <c>2,2,0,0</c>.</param>
    /// <exception cref="CsvRecordingException">There is no such file, or it is not a recording, or no row of it can be
    /// used.</exception>
    public static CsvRecording Load(string path, string decimals)
    {
        try
        {
            using StreamReader reader = File.OpenText(path);
            return Read(reader, decimals);
        }
        catch (CsvRecordingException ex)
        {
            throw new CsvRecordingException($"{path}: {ex.Message}", ex);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CsvRecordingException($"cannot read '{path}': {ex.Message}", ex);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; the caller closes it.</param>
    /// <param name="decimals">As for <see cref="Load"/>.</param>
    /// <exception cref="CsvRecordingException">It is not a recording, or no row of it can be used.</exception>
    public static CsvRecording Read(TextReader text, string decimals)
    {
        var lines = new CsvLineReader(text);
        var fields = new List<string>();
        string header = lines.Read() ?? throw new CsvRecordingException("the recording is empty");
        if (lines.IsTooLong || !CsvFields.TrySplit(header.TrimStart('\uFEFF'), fields))
        {
            throw new CsvRecordingException("the first line is not a CSV header: it must be time,<name>_<unit>,...");
        }

        var recording = new CsvRecording(CsvHeader.ReadChannels(fields, decimals));
        while (lines.Read() is { } line)
        {
            recording.Take(line, lines, fields);
        }

        return recording.RowCount > 0
            ? recording
            : throw new CsvRecordingException($"the recording has no usable row: {recording.Rejections}");
    }

    /// <summary>Time of a row, milliseconds since 1970-01-01 UTC.</summary>
    /// <param name="row">0 to <see cref="RowCount"/> - 1.</param>
    public long GetUtcMs(int row) => _times[row];

    /// <summary>Whether a cell holds a reading.</summary>
    /// <param name="row">0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="channel">Number of the channel.</param>
    public bool IsPresent(int row, int channel) => _present[(row * _channels.Length) + channel];

    /// <summary>A reading in the channel's fixed point; 0 where it is absent.</summary>
    /// <param name="row">0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="channel">Number of the channel.</param>
    public int GetValue(int row, int channel) => _values[(row * _channels.Length) + channel];

    /// <summary>The number of the first row at or after an instant; <see cref="RowCount"/> when there is none.</summary>
    /// <param name="utcMs">Milliseconds since 1970-01-01 UTC.</param>
    public int FindRowAtOrAfter(long utcMs)
    {
        int index = _times.BinarySearch(utcMs);
        return index < 0 ? ~index : index;
    }

    private void Take(string line, CsvLineReader lines, List<string> fields)
    {
        if (lines.IsTooLong)
        {
            Reject(lines, CsvRejectReason.LineTooLong, 0);
        }
        else if (string.IsNullOrWhiteSpace(line))
        {
            // Spreadsheets leave blank lines at the end; nothing was recorded there.
        }
        else if (!CsvFields.TrySplit(line, fields))
        {
            Reject(lines, CsvRejectReason.BadQuoting, 0);
        }
        else if (fields.Count != _channels.Length + 1)
        {
            Reject(lines, CsvRejectReason.WrongFieldCount, 0);
        }
        else if (!CsvTime.TryParse(fields[0], out long utcMs))
        {
            Reject(lines, CsvRejectReason.BadTime, 1);
        }
        else if (RowCount > 0 && utcMs <= LastUtcMs)
        {
            Reject(lines, CsvRejectReason.TimeNotIncreasing, 1);
        }
        else
        {
            TakeRow(utcMs, lines, fields);
        }
    }

    private void TakeRow(long utcMs, CsvLineReader lines, List<string> fields)
    {
        if (RowCount == MaxRows)
        {
            throw new CsvRecordingException($"the recording has more than {MaxRows} rows: cut it into parts");
        }

        int before = _values.Count;
        for (int i = 0; i < _channels.Length; i++)
        {
            if (!TryTakeCell(fields[i + 1], _channels[i].Decimals, out CsvRejectReason reason))
            {
                // A row is taken whole or not at all.
                _values.RemoveRange(before, _values.Count - before);
                _present.RemoveRange(before, _present.Count - before);
                Reject(lines, reason, i + 2);
                return;
            }
        }

        _times.Add(utcMs);
    }

    private bool TryTakeCell(string text, int decimals, out CsvRejectReason reason)
    {
        reason = default;
        long value = 0;
        if (text.Length > 0)
        {
            CsvNumber.Result result = CsvNumber.TryScale(text, decimals, int.MaxValue, out value);
            if (result != CsvNumber.Result.Ok)
            {
                reason = result == CsvNumber.Result.TooLarge ? CsvRejectReason.OutOfRange : CsvRejectReason.BadNumber;
                return false;
            }
        }

        _values.Add((int)value);
        _present.Add(text.Length > 0);
        return true;
    }

    private void Reject(CsvLineReader lines, CsvRejectReason reason, int column) =>
        Rejections.Add(new CsvRejection(lines.LineNumber, reason, column));
}
