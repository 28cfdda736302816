using System;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Bench.Stores;

/// <summary>
/// Holds back what is written to a tail until some rows have come together or another file is written: fewer writes to the flash, at the
/// price of that many rows in a power cut.
/// </summary>
public sealed class GroupedStore : IStore
{
    private readonly IStore _store;
    private readonly int _every;
    private readonly byte[] _held = new byte[JournalLimits.MaxTailBytes];
    private string _name = string.Empty;
    private int _count;
    private int _rows;
    private bool _replaces;

    /// <summary>Makes it over another store.</summary>
    /// <param name="store">The flash.</param>
    /// <param name="every">Rows that become durable together, from 1.</param>
    public GroupedStore(IStore store, int every)
    {
        _store = store;
        _every = every;
    }

    /// <inheritdoc/>
    public StoreStatus List(out string[] names)
    {
        Flush();
        return _store.List(out names);
    }

    /// <inheritdoc/>
    public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read)
    {
        Flush();
        return _store.Read(name, fileOffset, buffer, offset, count, out read);
    }

    /// <inheritdoc/>
    public StoreStatus Append(string name, byte[] buffer, int offset, int count) => name[0] == 't'
        ? Hold(name, buffer, offset, count, false)
        : FlushThen(_store.Append(name, buffer, offset, count));

    /// <inheritdoc/>
    public StoreStatus Write(string name, byte[] buffer, int offset, int count) => name[0] == 't'
        ? Hold(name, buffer, offset, count, true)
        : FlushThen(_store.Write(name, buffer, offset, count));

    /// <inheritdoc/>
    public StoreStatus Delete(string name)
    {
        Flush();
        return _store.Delete(name);
    }

    private StoreStatus FlushThen(StoreStatus status)
    {
        Flush();
        return status;
    }

    private StoreStatus Hold(string name, byte[] buffer, int offset, int count, bool replaces)
    {
        StoreStatus status = StoreStatus.Ok;
        if (replaces || name != _name)
        {
            status = Flush();
            _name = name;
            _replaces = replaces;
        }

        Array.Copy(buffer, offset, _held, _count, count);
        _count += count;
        _rows++;
        return _rows >= _every ? Flush() : status;
    }

    private StoreStatus Flush()
    {
        if (_rows == 0)
        {
            return StoreStatus.Ok;
        }

        StoreStatus status = _replaces
            ? _store.Write(_name, _held, 0, _count)
            : _store.Append(_name, _held, 0, _count);
        _rows = 0;
        _count = 0;
        _replaces = false;
        return status;
    }
}
