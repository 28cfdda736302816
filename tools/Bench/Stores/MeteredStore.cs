using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Bench.Stores;

/// <summary>A flash in memory that counts what is done to it. Files that have reached their size allocate nothing any more.</summary>
public sealed class MeteredStore : IStore
{
    private const int FirstBytes = 512;
    private const int SegmentBytes = 20_000;

    private readonly Dictionary<string, File> _files = new(StringComparer.Ordinal);
    private readonly Stack<File> _spare = new();

    /// <summary>Calls that change a tail.</summary>
    public long TailWrites { get; private set; }

    /// <summary>Calls that write to a segment.</summary>
    public long SegmentWrites { get; private set; }

    /// <summary>Bytes handed over in all writes.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>The longest tail so far, in bytes.</summary>
    public int LongestTail { get; private set; }

    /// <summary>Segments begun, or read from their beginning: the journal makes a file name for each.</summary>
    public long SegmentsEntered { get; private set; }

    /// <summary>Bytes read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Lengths of the segments, by name.</summary>
    public IEnumerable<int> SegmentLengths => _files.Where(file => file.Key[0] == 's').Select(file => file.Value.Length);

    /// <summary>Bytes of all tails and of the segment whose name is the last.</summary>
    public int BytesOfTailsAndNewest()
    {
        string newest = _files.Keys.Where(name => name[0] == 's').OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).Last();
        return _files.Where(file => file.Key[0] == 't' || file.Key == newest).Sum(file => file.Value.Length);
    }

    /// <summary>A copy that shares nothing.</summary>
    public MeteredStore Copy()
    {
        var copy = new MeteredStore();
        foreach ((string name, File file) in _files)
        {
            copy._files[name] = new File { Bytes = (byte[])file.Bytes.Clone(), Length = file.Length };
        }

        return copy;
    }

    /// <summary>Sets aside the files to come, so that no later call allocates.</summary>
    public void Reserve(int segments)
    {
        for (int i = 0; i < segments; i++)
        {
            _spare.Push(new File { Bytes = new byte[SegmentBytes] });
        }

        _files.EnsureCapacity(segments + 16);
    }

    /// <inheritdoc/>
    public StoreStatus List(out string[] names)
    {
        names = [.. _files.Keys];
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read)
    {
        read = 0;
        if (!_files.TryGetValue(name, out File? file))
        {
            return StoreStatus.NotFound;
        }

        read = Math.Max(0, Math.Min(count, file.Length - fileOffset));
        if (read > 0)
        {
            Array.Copy(file.Bytes, fileOffset, buffer, offset, read);
        }

        BytesRead += read;
        SegmentsEntered += name[0] == 's' && fileOffset == 0 ? 1 : 0;
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public StoreStatus Append(string name, byte[] buffer, int offset, int count)
    {
        if (!_files.TryGetValue(name, out File? file))
        {
            return StoreStatus.NotFound;
        }

        Put(name, file, file.Length, buffer, offset, count);
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public StoreStatus Write(string name, byte[] buffer, int offset, int count)
    {
        if (!_files.TryGetValue(name, out File? file))
        {
            file = _spare.Count > 0 ? _spare.Pop() : new File();
            _files.Add(name, file);
        }

        SegmentsEntered += name[0] == 's' ? 1 : 0;
        Put(name, file, 0, buffer, offset, count);
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public StoreStatus Delete(string name)
    {
        if (!_files.Remove(name, out File? file))
        {
            return StoreStatus.NotFound;
        }

        _spare.Push(file);
        return StoreStatus.Ok;
    }

    private void Put(string name, File file, int at, byte[] buffer, int offset, int count)
    {
        int length = at + count;
        if (length > file.Bytes.Length)
        {
            Array.Resize(ref file.Bytes, length <= FirstBytes ? FirstBytes : SegmentBytes);
        }

        Array.Copy(buffer, offset, file.Bytes, at, count);
        file.Length = length;
        BytesWritten += count;
        if (name[0] == 's')
        {
            SegmentWrites++;
        }
        else
        {
            TailWrites++;
            LongestTail = Math.Max(LongestTail, length);
        }
    }

    private sealed class File
    {
        public byte[] Bytes = [];
        public int Length;
    }
}
