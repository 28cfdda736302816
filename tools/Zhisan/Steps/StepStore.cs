using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Cli.Steps;

/// <summary>A store in memory that counts its calls: what the file system takes is not the interpreter's.</summary>
internal sealed class StepStore : IStore
{
    private readonly Dictionary<string, List<byte>> files = new(StringComparer.Ordinal);

    public int Calls { get; private set; }

    public StoreStatus List(out string[] names)
    {
        Calls++;
        names = [.. files.Keys];
        return StoreStatus.Ok;
    }

    public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read)
    {
        Calls++;
        read = 0;
        if (!files.TryGetValue(name, out List<byte>? file))
        {
            return StoreStatus.NotFound;
        }

        read = Math.Max(0, Math.Min(count, file.Count - fileOffset));
        file.CopyTo(Math.Min(fileOffset, file.Count), buffer, offset, read);
        return StoreStatus.Ok;
    }

    public StoreStatus Append(string name, byte[] buffer, int offset, int count)
    {
        Calls++;
        if (!files.TryGetValue(name, out List<byte>? file))
        {
            return StoreStatus.NotFound;
        }

        file.AddRange(buffer.Skip(offset).Take(count));
        return StoreStatus.Ok;
    }

    public StoreStatus Write(string name, byte[] buffer, int offset, int count)
    {
        Calls++;
        files[name] = [.. buffer.Skip(offset).Take(count)];
        return StoreStatus.Ok;
    }

    public StoreStatus Delete(string name)
    {
        Calls++;
        return files.Remove(name) ? StoreStatus.Ok : StoreStatus.NotFound;
    }
}
