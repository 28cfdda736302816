using System;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Tests.Portable.Support;

/// <summary>A store whose power goes at one of its changing calls: before it, in the middle of it, or behind it. Then nothing works any more.</summary>
internal sealed class CutStore : IStore
{
    private readonly MemoryStore _store;
    private readonly int _cutAt;
    private readonly int _how;
    private int _calls;

    /// <param name="store">What stays when the power is gone.</param>
    /// <param name="cutAt">The changing call, from 0.</param>
    /// <param name="how">0 before it, 1 with half of its bytes, 2 with an empty file, 3 behind it.</param>
    public CutStore(MemoryStore store, int cutAt, int how)
    {
        _store = store;
        _cutAt = cutAt;
        _how = how;
    }

    public bool IsCut => _calls > _cutAt;

    public StoreStatus List(out string[] names) => _store.List(out names);

    public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read) =>
        _store.Read(name, fileOffset, buffer, offset, count, out read);

    public StoreStatus Append(string name, byte[] buffer, int offset, int count) =>
        Goes(name, buffer, offset, count) ? _store.Append(name, buffer, offset, count) : StoreStatus.Failed;

    public StoreStatus Write(string name, byte[] buffer, int offset, int count) =>
        Goes(name, buffer, offset, count) ? _store.Write(name, buffer, offset, count) : StoreStatus.Failed;

    public StoreStatus Delete(string name) =>
        Goes(string.Empty, new byte[0], 0, 0) ? _store.Delete(name) : StoreStatus.Failed;

    private bool Goes(string name, byte[] buffer, int offset, int count)
    {
        int call = _calls++;
        if (call != _cutAt)
        {
            return call < _cutAt;
        }

        // Only the configuration's files are torn: what a torn tail means is the journal's own test.
        bool isOurs = name.Length == 2 && name[0] == 'c';
        if (isOurs && (_how == 1 || _how == 2))
        {
            byte[] torn = new byte[_how == 1 ? count / 2 : 0];
            Array.Copy(buffer, offset, torn, 0, torn.Length);
            _store.Set(name, torn);
        }

        return _how == 3;
    }
}
