using System;
using System.IO;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// Writes an evacuated file, or goes on with one. Each frame is on the disk before the next is asked for, so a cable, a laptop or a battery
/// that gives up costs the frame under way.
/// </summary>
internal sealed class DumpWriter : IDisposable
{
    private readonly FileStream _file;
    private uint _check;

    private DumpWriter(FileStream file, Dump? before)
    {
        _file = file;
        _check = before?.Check ?? 0;
        Header = before?.Header;
        LastSequence = before?.LastSequence ?? 0;
    }

    /// <summary>Whose records these are; null before the first frame.</summary>
    public DumpHeader? Header { get; private set; }

    /// <summary>The last record written or said to be lost.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Opens a file; one that was cut short is brought back to its last whole frame.</summary>
    /// <exception cref="SerialException">It is something else.</exception>
    public static DumpWriter Open(string path)
    {
        Dump? before = File.Exists(path) && new FileInfo(path).Length > 0 ? Dump.Load(path) : null;
        if (before is { IsDump: false })
        {
            throw new SerialException($"{path} is something else: name another file");
        }

        if (before?.End != null)
        {
            throw new SerialException($"{path} is complete: what was recorded since goes into another file");
        }

        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0);
        if (before == null)
        {
            file.Write(DumpFormat.Magic);
        }

        file.SetLength(before?.GoodBytes ?? DumpFormat.Magic.Length);
        file.Seek(0, SeekOrigin.End);
        return new DumpWriter(file, before);
    }

    /// <summary>Writes whose records follow.</summary>
    public void Begin(DumpHeader header)
    {
        Write(DumpFrameKind.Header, DumpFormat.Write(header));
        Header = header;
    }

    /// <summary>Writes a run.</summary>
    public void Add(byte[] run, long last)
    {
        Write(DumpFrameKind.Run, run);
        LastSequence = last;
    }

    /// <summary>Writes that a range is lost.</summary>
    public void Add(DumpLost lost)
    {
        Write(DumpFrameKind.Lost, DumpFormat.Write(lost));
        LastSequence = lost.Last;
    }

    /// <summary>Writes the end.</summary>
    public void Finish(DumpEnd end) => Write(DumpFrameKind.End, DumpFormat.Write(end));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(DumpFrameKind kind, ReadOnlySpan<byte> content)
    {
        _file.Write(DumpFormat.Frame(kind, content, ref _check));
        _file.Flush(flushToDisk: true);
    }
}
