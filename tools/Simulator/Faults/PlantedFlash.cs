using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Simulator;

/// <summary>A flash, or a journal's way to it, with a planted fault.</summary>
/// <param name="planted">The fault; most are none of the flash's.</param>
/// <param name="inner">The flash.</param>
internal sealed class PlantedFlash(PlantKind planted, IStore inner) : IStore
{
    private readonly Dictionary<string, byte[]> _late = new(StringComparer.Ordinal);
    private int _calls;
    private bool _isStarting;

    /// <inheritdoc/>
    public StoreStatus List(out string[] names)
    {
        // A start: what had not reached the flash is gone.
        _late.Clear();
        _isStarting = true;
        var status = inner.List(out names);
        if (planted == PlantKind.NewestNotListed && names.Count(name => name[0] == 's') > 1 && ++_calls % 3 == 0)
        {
            var newest = names.Where(name => name[0] == 's').OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).Last();
            names = [.. names.Where(name => name != newest)];
        }

        return status;
    }

    /// <inheritdoc/>
    public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read)
    {
        if (planted == PlantKind.TailNotFound && _isStarting && name == "t2")
        {
            read = 0;
            return StoreStatus.NotFound;
        }

        return inner.Read(name, fileOffset, buffer, offset, count, out read);
    }

    /// <inheritdoc/>
    public StoreStatus Append(string name, byte[] buffer, int offset, int count)
    {
        _isStarting = false;
        if (planted == PlantKind.TailLate && name[0] == 't')
        {
            return Late(name, buffer.AsSpan(offset, count).ToArray());
        }

        if (planted == PlantKind.AppendForgotten && name[0] == 's' && ++_calls % 7 == 0)
        {
            return StoreStatus.Ok;
        }

        return inner.Append(name, buffer, offset, count);
    }

    /// <inheritdoc/>
    public StoreStatus Write(string name, byte[] buffer, int offset, int count)
    {
        _isStarting = false;
        Flush();
        if (planted == PlantKind.ByteDropped && name[0] == 's')
        {
            return inner.Write(name, buffer, offset, count - 1);
        }

        if (planted == PlantKind.SaveForgotten && name[0] == 'c')
        {
            return StoreStatus.Ok;
        }

        var before = new byte[200];
        if (planted == PlantKind.TailNotCut && name[0] == 't' && inner.Read(name, 0, before, 0, before.Length, out var length) == StoreStatus.Ok
            && length > count)
        {
            Array.Copy(buffer, offset, before, 0, count);
            return inner.Write(name, before, 0, length);
        }

        return inner.Write(name, buffer, offset, count);
    }

    /// <inheritdoc/>
    public StoreStatus Delete(string name)
    {
        Flush();
        return inner.Delete(name);
    }

    private StoreStatus Late(string name, byte[] bytes)
    {
        Flush();
        _late[name] = bytes;
        return StoreStatus.Ok;
    }

    private void Flush()
    {
        foreach (var (name, bytes) in _late)
        {
            inner.Append(name, bytes, 0, bytes.Length);
        }

        _late.Clear();
    }
}
