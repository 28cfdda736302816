using System;
using System.IO;
using System.Threading;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Device.Storage;

/// <summary>
/// The journal's files on <c>I:</c> (littlefs) or <c>D:</c> (SD card): tails in a folder, segments in <c>s</c> below it. Every
/// call opens, acts and closes, because closing is the only thing that makes a file durable there.
/// </summary>
/// <remarks>
/// Nothing is ever deleted and made again under its name, and nothing is moved: neither survives a power cut there. Other files in
/// the folder are not the journal's and are not listed.
/// </remarks>
public sealed class DeviceFileStore : IStore
{
    /// <summary>File operations between two moments in which finalisers may run: a closed stream is reclaimed only then.</summary>
    private const int OperationsPerRest = 6;

    private const int TailNameLength = 2;

    private readonly string _root;
    private readonly char _separator;
    private readonly int _maxSegments;
    private readonly string[] _tailPaths = new string[JournalLimits.TailCount];
    private string _segmentName = string.Empty;
    private string _segmentPath = string.Empty;
    private int _segments;
    private int _operations;

    /// <summary>Makes a store; touches nothing yet.</summary>
    /// <param name="root">The folder, with its final separator.</param>
    /// <param name="maxSegments">Segment files that the volume may hold: there is no call that asks it for its free space.</param>
    public DeviceFileStore(string root, int maxSegments)
    {
        _root = root;
        _separator = root[root.Length - 1];
        _maxSegments = maxSegments;
        for (int i = 0; i < _tailPaths.Length; i++)
        {
            _tailPaths[i] = root + "t" + i.ToString();
        }
    }

    /// <summary>Why the last call that failed did so; empty before the first.</summary>
    public string LastError { get; private set; } = string.Empty;

    /// <summary>Calls that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Calls that changed a file.</summary>
    public long Writes { get; private set; }

    /// <summary>Bytes handed to the file system. It programs more than that: whole commits of 128 bytes.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Whether a call is under way: read by the watchdog, which must not open files while one hangs.</summary>
    public bool IsBusy { get; private set; }

    /// <inheritdoc/>
    public StoreStatus List(out string[] names)
    {
        names = new string[0];
        IsBusy = true;
        try
        {
            MakeFolder(_root.Substring(0, _root.Length - 1));
            MakeFolder(_root + "s");
            string[] tails = Directory.GetFiles(_root);
            string[] segments = Directory.GetFiles(_root + "s" + _separator);
            string[] found = new string[tails.Length + segments.Length];
            int count = 0;
            for (int i = 0; i < tails.Length; i++)
            {
                string name = NameOf(tails[i]);
                if (IsTail(name))
                {
                    found[count++] = name;
                }
            }

            for (int i = 0; i < segments.Length; i++)
            {
                found[count++] = SegmentName.Folder + NameOf(segments[i]);
            }

            names = new string[count];
            Array.Copy(found, names, count);
            _segments = segments.Length;
            return StoreStatus.Ok;
        }
        catch (Exception failure)
        {
            return Fail(failure);
        }
        finally
        {
            Rest();
        }
    }

    /// <inheritdoc/>
    public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read)
    {
        read = 0;
        IsBusy = true;
        try
        {
            string path = PathOf(name);
            if (!File.Exists(path))
            {
                return StoreStatus.NotFound;
            }

            using FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (fileOffset < file.Length)
            {
                file.Seek(fileOffset, SeekOrigin.Begin);
                int got;
                do
                {
                    got = file.Read(buffer, offset + read, count - read);
                    read += got;
                }
                while (got > 0 && read < count);
            }

            return StoreStatus.Ok;
        }
        catch (Exception failure)
        {
            read = 0;
            return Fail(failure);
        }
        finally
        {
            Rest();
        }
    }

    /// <inheritdoc/>
    public StoreStatus Append(string name, byte[] buffer, int offset, int count)
    {
        IsBusy = true;
        try
        {
            string path = PathOf(name);
            if (!File.Exists(path))
            {
                // Opening it for appending would create it.
                return StoreStatus.NotFound;
            }

            Put(path, FileMode.Append, buffer, offset, count);
            return StoreStatus.Ok;
        }
        catch (Exception failure)
        {
            return Fail(failure);
        }
        finally
        {
            Rest();
        }
    }

    /// <inheritdoc/>
    public StoreStatus Write(string name, byte[] buffer, int offset, int count)
    {
        IsBusy = true;
        try
        {
            string path = PathOf(name);
            bool newSegment = IsSegment(name) && !File.Exists(path);
            if (newSegment && _segments >= _maxSegments)
            {
                LastError = "the volume's budget of segments is used up";
                Failures++;
                return StoreStatus.Full;
            }

            // Counted before it is tried: a write that fails may leave the file behind.
            _segments += newSegment ? 1 : 0;
            Put(path, FileMode.Create, buffer, offset, count);
            return StoreStatus.Ok;
        }
        catch (Exception failure)
        {
            return Fail(failure);
        }
        finally
        {
            Rest();
        }
    }

    /// <inheritdoc/>
    public StoreStatus Delete(string name)
    {
        IsBusy = true;
        try
        {
            string path = PathOf(name);
            if (!File.Exists(path))
            {
                return StoreStatus.NotFound;
            }

            File.Delete(path);
            _segments -= IsSegment(name) ? 1 : 0;
            return StoreStatus.Ok;
        }
        catch (Exception failure)
        {
            return Fail(failure);
        }
        finally
        {
            Rest();
        }
    }

    private static bool IsTail(string name) =>
        name.Length == TailNameLength && name[0] == 't' && name[1] >= '0' && name[1] < '0' + JournalLimits.TailCount;

    private static bool IsSegment(string name) => name.Length > TailNameLength && name[1] == '/';

    private static string NameOf(string path)
    {
        int start = path.Length;
        while (start > 0 && path[start - 1] != '\\' && path[start - 1] != '/')
        {
            start--;
        }

        return path.Substring(start);
    }

    private static void MakeFolder(string path)
    {
        // A volume's own folder, "I:", is always there and cannot be made.
        if (path.Length > TailNameLength && !Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
        }
    }

    private void Put(string path, FileMode mode, byte[] buffer, int offset, int count)
    {
        Writes++;
        BytesWritten += count;
        using FileStream file = new FileStream(path, mode, FileAccess.Write);
        long end = count + (mode == FileMode.Append ? file.Length : 0);
        file.Write(buffer, offset, count);
        if (file.Length != end)
        {
            // The driver does not look at what its flush answers, and a file whose write failed closes as if all were well.
            throw new Exception("the volume took less than was written");
        }
    }

    // The paths of the tails, and of the segment in use, are made once: the steady state makes no text.
    private string PathOf(string name)
    {
        if (IsTail(name))
        {
            return _tailPaths[name[1] - '0'];
        }

        if (!IsSegment(name))
        {
            return _root + name;
        }

        if (name != _segmentName)
        {
            _segmentPath = _root + "s" + _separator + name.Substring(SegmentName.Folder.Length);
            _segmentName = name;
        }

        return _segmentPath;
    }

    // The driver says "full" and "broken" with the same plain exception. Our own accounting keeps the volume from
    // filling up, so what still fails counts as broken.
    private StoreStatus Fail(Exception failure)
    {
        Failures++;
        LastError = failure.Message ?? "failed without a message";
        return StoreStatus.Failed;
    }

    private void Rest()
    {
        IsBusy = false;
        _operations++;
        if (_operations >= OperationsPerRest)
        {
            _operations = 0;
            Thread.Sleep(0);
        }
    }
}
