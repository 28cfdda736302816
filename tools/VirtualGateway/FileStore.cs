using System;
using System.Collections.Generic;
using System.IO;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.VirtualGateway;

/// <summary>
/// A folder as flash: the file names and bytes are the device's. Each call opens, acts, syncs and closes, as the device does.
/// </summary>
public sealed class FileStore : IStore, IDisposable
{
    private readonly string _folder;
    private readonly bool _sync;
    private readonly FileStream _lock;

    /// <summary>Makes a store in a folder, creating it when it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sync">Whether writes also reach the disk before a call returns; false survives the process, not the machine.</param>
    /// <exception cref="IOException">The folder cannot be made, or another process uses it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written.</exception>
    public FileStore(string folder, bool sync = true)
    {
        _folder = Path.GetFullPath(folder);
        _sync = sync;
        Directory.CreateDirectory(Path.Combine(_folder, "s"));
        string lockFile = _folder.TrimEnd(Path.DirectorySeparatorChar) + ".lock";
        try
        {
            // Beside the folder, not in it: what lies in the folder is what lies on a device.
            _lock = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException inUse)
        {
            throw new IOException($"{_folder} is in use by another gateway; stop that one, or name another folder", inUse);
        }
    }

    /// <summary>Why the last call that failed did so; empty before the first.</summary>
    public string LastError { get; private set; } = string.Empty;

    /// <summary>Calls that wrote, so far.</summary>
    public long Writes { get; private set; }

    /// <summary>Bytes they wrote.</summary>
    public long BytesWritten { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    /// <inheritdoc/>
    public StoreStatus List(out string[] names)
    {
        try
        {
            var found = new List<string>();
            foreach (string path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            {
                found.Add(Path.GetRelativePath(_folder, path).Replace(Path.DirectorySeparatorChar, '/'));
            }

            names = found.ToArray();
            return StoreStatus.Ok;
        }
        catch (Exception failure) when (IsStorage(failure))
        {
            names = [];
            return Fail(failure);
        }
    }

    /// <inheritdoc/>
    public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read)
    {
        read = 0;
        try
        {
            using var file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            if (fileOffset < file.Length)
            {
                file.Position = fileOffset;
                read = file.ReadAtLeast(buffer.AsSpan(offset, count), count, throwOnEndOfStream: false);
            }

            return StoreStatus.Ok;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return StoreStatus.NotFound;
        }
        catch (Exception failure) when (IsStorage(failure))
        {
            return Fail(failure);
        }
    }

    /// <inheritdoc/>
    public StoreStatus Append(string name, byte[] buffer, int offset, int count)
    {
        if (!File.Exists(PathOf(name)))
        {
            return StoreStatus.NotFound;
        }

        return Put(name, FileMode.Append, buffer, offset, count);
    }

    /// <inheritdoc/>
    public StoreStatus Write(string name, byte[] buffer, int offset, int count) =>
        Put(name, FileMode.Create, buffer, offset, count);

    /// <inheritdoc/>
    public StoreStatus Delete(string name)
    {
        try
        {
            if (!File.Exists(PathOf(name)))
            {
                return StoreStatus.NotFound;
            }

            File.Delete(PathOf(name));
            return StoreStatus.Ok;
        }
        catch (Exception failure) when (IsStorage(failure))
        {
            return Fail(failure);
        }
    }

    private StoreStatus Put(string name, FileMode mode, byte[] buffer, int offset, int count)
    {
        try
        {
            using var file = new FileStream(PathOf(name), mode, FileAccess.Write, FileShare.Read, 0);
            file.Write(buffer, offset, count);
            Writes++;
            BytesWritten += count;
            if (_sync)
            {
                file.Flush(flushToDisk: true);
            }

            return StoreStatus.Ok;
        }
        catch (Exception failure) when (IsStorage(failure))
        {
            return Fail(failure);
        }
    }

    private static bool IsStorage(Exception failure) => failure is IOException or UnauthorizedAccessException;

    private StoreStatus Fail(Exception failure)
    {
        const int NoSpaceLeft = 28;
        LastError = failure.Message;
        return (failure.HResult & 0xFFFF) == NoSpaceLeft ? StoreStatus.Full : StoreStatus.Failed;
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
