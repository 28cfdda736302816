using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// The keys of the gateways, by name. The file has one line per gateway, <c>site/gateway</c> and 64 hexadecimal digits; lines
/// that begin with <c>#</c> are comments. No member and no message ever shows a key. A ring that was loaded from a file reads it
/// again when an unknown gateway asks and the file has changed: provisioning needs no restart.
/// </summary>
public sealed class KeyRing
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private readonly Dictionary<GatewayId, byte[]> _keys = [];
    private readonly string? _path;
    private (DateTime Written, long Length) _stamp;

    /// <summary>Makes an empty ring without a file.</summary>
    public KeyRing()
    {
    }

    private KeyRing(string path)
    {
        _path = path;
        _stamp = StampOf(path);
        Read(File.ReadLines(path), path, _keys);
    }

    /// <summary>The gateways that have a key, in order.</summary>
    public IReadOnlyList<GatewayId> Gateways
    {
        get
        {
            lock (_keys)
            {
                return [.. _keys.Keys.Order()];
            }
        }
    }

    /// <summary>Reads a key file.</summary>
    /// <exception cref="CollectorException">
    /// It is missing, readable by others, or malformed; the message says what to do.
    /// </exception>
    public static KeyRing Load(string path)
    {
        try
        {
            PrivateFile.RefuseIfOthersMayRead(path, "key file");
            return new KeyRing(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CollectorException($"There is no key file at {path}: provision a gateway first, or name another file.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CollectorException($"Cannot read the key file {path}: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Writes all keys to a file that only its owner may read; an existing file is replaced at once or not at all.
    /// </summary>
    /// <exception cref="CollectorException">It cannot be written.</exception>
    public void Save(string path)
    {
        try
        {
            PrivateFile.Replace(path, writer =>
            {
                writer.WriteLine("# ZhiSan Edge: keys of the gateways. Secret.");
                foreach (var id in Gateways)
                {
                    writer.WriteLine($"{id} {Convert.ToHexStringLower(_keys[id])}");
                }
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CollectorException($"Cannot write the key file {path}: {exception.Message}", exception);
        }
    }

    /// <summary>Adds a gateway, or replaces its key.</summary>
    /// <exception cref="ArgumentException">The name or the length of the key is not valid.</exception>
    public void Set(GatewayId id, ReadOnlySpan<byte> key)
    {
        if (!GatewayId.IsName(id.Site) || !GatewayId.IsName(id.Gateway) || key.Length != KeyBytes)
        {
            throw new ArgumentException("A gateway is named site/gateway out of a-z 0-9 -, and its key has 32 bytes.",
                nameof(id));
        }

        lock (_keys)
        {
            _keys[id] = key.ToArray();
        }
    }

    /// <summary>The key of a gateway, or null when the ring does not know it.</summary>
    public byte[]? Find(GatewayId id)
    {
        lock (_keys)
        {
            return _keys.TryGetValue(id, out var key) || (ReadAgain() && _keys.TryGetValue(id, out key)) ? key : null;
        }
    }

    private static (DateTime Written, long Length) StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    private static void Read(IEnumerable<string> lines, string path, Dictionary<GatewayId, byte[]> keys)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length != 2 || !GatewayId.TryParse(fields[0], out var id) || KeyOf(fields[1]) is not { } key)
            {
                throw new CollectorException(
                    $"Line {number} of the key file {path} is not 'site/gateway' and 64 hexadecimal digits.");
            }

            if (!keys.TryAdd(id, key))
            {
                throw new CollectorException(
                    $"Line {number} of the key file {path} names {id} a second time: remove one of the lines.");
            }
        }
    }

    private static byte[]? KeyOf(string text)
    {
        try
        {
            return text.Length == 2 * KeyBytes ? Convert.FromHexString(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private bool ReadAgain()
    {
        if (_path is null || StampOf(_path) == _stamp)
        {
            return false;
        }

        _stamp = StampOf(_path);
        var keys = new Dictionary<GatewayId, byte[]>();
        try
        {
            PrivateFile.RefuseIfOthersMayRead(_path, "key file");
            Read(File.ReadLines(_path), _path, keys);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CollectorException)
        {
            // Half-written or gone: the keys we have stay good, and the next change is looked at again.
            return false;
        }

        _keys.Clear();
        foreach (var (id, key) in keys)
        {
            _keys.Add(id, key);
        }

        return true;
    }
}
