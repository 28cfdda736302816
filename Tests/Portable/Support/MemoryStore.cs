using System;
using System.Collections;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Tests.Portable.Support;

/// <summary>A store in memory for tests: files are byte arrays, every call is durable, calls are counted.</summary>
public sealed class MemoryStore : IStore
{
    private readonly ArrayList _names = new ArrayList();
    private readonly ArrayList _contents = new ArrayList();

    /// <summary>What every changing call answers from now on; Ok lets it work.</summary>
    public StoreStatus Refusal { get; set; } = StoreStatus.Ok;

    /// <summary>What a listing answers.</summary>
    public StoreStatus ListStatus { get; set; } = StoreStatus.Ok;

    /// <summary>Bytes that fit; a change that needs more is refused as full.</summary>
    public int MostBytes { get; set; } = int.MaxValue;

    /// <summary>Appends and writes so far.</summary>
    public int Writes { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes in all files.</summary>
    public int TotalBytes
    {
        get
        {
            int total = 0;
            for (int i = 0; i < _contents.Count; i++)
            {
                total += ((byte[])_contents[i]!).Length;
            }

            return total;
        }
    }

    /// <summary>Content of a file, or null.</summary>
    public byte[]? Get(string name)
    {
        int index = _names.IndexOf(name);
        return index < 0 ? null : (byte[])_contents[index]!;
    }

    /// <summary>Replaces the content of a file; null removes it.</summary>
    public void Set(string name, byte[]? content)
    {
        int index = _names.IndexOf(name);
        if (index >= 0)
        {
            _names.RemoveAt(index);
            _contents.RemoveAt(index);
        }

        if (content != null)
        {
            _names.Add(name);
            _contents.Add(content);
        }
    }

    /// <summary>A copy that shares nothing.</summary>
    public MemoryStore Copy()
    {
        MemoryStore copy = new MemoryStore();
        for (int i = 0; i < _names.Count; i++)
        {
            byte[] content = (byte[])_contents[i]!;
            byte[] bytes = new byte[content.Length];
            Array.Copy(content, bytes, content.Length);
            copy.Set((string)_names[i]!, bytes);
        }

        return copy;
    }

    /// <inheritdoc/>
    public StoreStatus List(out string[] names)
    {
        names = new string[_names.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = (string)_names[i]!;
        }

        return ListStatus;
    }

    /// <inheritdoc/>
    public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read)
    {
        read = 0;
        byte[]? content = Get(name);
        if (content == null)
        {
            return StoreStatus.NotFound;
        }

        int rest = content.Length - fileOffset;
        read = rest < 0 ? 0 : rest < count ? rest : count;
        if (read > 0)
        {
            Array.Copy(content, fileOffset, buffer, offset, read);
        }

        BytesRead += read;
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public StoreStatus Append(string name, byte[] buffer, int offset, int count)
    {
        Writes++;
        byte[]? content = Get(name);
        if (Refusal != StoreStatus.Ok || content == null)
        {
            return Refusal != StoreStatus.Ok ? Refusal : StoreStatus.NotFound;
        }

        if (TotalBytes + count > MostBytes)
        {
            return StoreStatus.Full;
        }

        byte[] bytes = new byte[content.Length + count];
        Array.Copy(content, bytes, content.Length);
        Array.Copy(buffer, offset, bytes, content.Length, count);
        _contents[_names.IndexOf(name)] = bytes;
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public StoreStatus Write(string name, byte[] buffer, int offset, int count)
    {
        Writes++;
        if (Refusal != StoreStatus.Ok)
        {
            return Refusal;
        }

        byte[]? old = Get(name);
        if (TotalBytes + count - (old == null ? 0 : old.Length) > MostBytes)
        {
            return StoreStatus.Full;
        }

        byte[] bytes = new byte[count];
        Array.Copy(buffer, offset, bytes, 0, count);
        Set(name, bytes);
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public StoreStatus Delete(string name)
    {
        if (Refusal != StoreStatus.Ok)
        {
            return Refusal;
        }

        if (Get(name) == null)
        {
            return StoreStatus.NotFound;
        }

        Set(name, null);
        return StoreStatus.Ok;
    }
}
