using System;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering.Tails;

/// <summary>
/// The tail files together: the newest rows that are not yet in a segment, in order. One tail is written to; when none is
/// free the rows must move.
/// </summary>
public sealed class TailSet
{
    private readonly IStore _store;
    private readonly Tail[] _tails;
    private readonly string[] _names;
    private readonly int[] _order;
    private bool _lastIsOpen;

    /// <summary>Makes an empty set.</summary>
    public TailSet(IStore store)
    {
        _store = store;
        _tails = new Tail[JournalLimits.TailCount];
        _names = new string[JournalLimits.TailCount];
        _order = new int[JournalLimits.TailCount];
        for (int i = 0; i < _tails.Length; i++)
        {
            _tails[i] = new Tail();
            _names[i] = Name(i);
        }
    }

    /// <summary>Tails that hold rows.</summary>
    public int Count { get; private set; }

    /// <summary>Rows in them.</summary>
    public int Rows { get; private set; }

    /// <summary>The tails that hold rows, oldest first.</summary>
    public Tail this[int index] => _tails[_order[index]];

    /// <summary>File name of a tail.</summary>
    public static string Name(int index) => "t" + (char)('0' + index);

    /// <summary>
    /// Makes a record durable in the current tail or a new one.
    /// <see cref="StoreStatus.NotFound"/> means: no tail can take it, the rows must move first.
    /// </summary>
    public StoreStatus Append(uint epoch, Record record, long acked, int channelSet, int channelCount, int periodSeconds)
    {
        if (Rows >= JournalLimits.MaxChunkRows - 1)
        {
            return StoreStatus.NotFound;
        }

        if (_lastIsOpen && this[Count - 1].NextSequence == record.Sequence)
        {
            Tail tail = this[Count - 1];
            int start = tail.Length;
            if (tail.TryAdd(record))
            {
                StoreStatus status = _store.Append(_names[_order[Count - 1]], tail.Bytes, start, tail.Length - start);
                if (status == StoreStatus.Ok)
                {
                    Rows++;
                    return StoreStatus.Ok;
                }

                // What the failed call left in the file is unknown: nothing is written behind it.
                tail.RemoveLast(start);
            }
        }

        _lastIsOpen = false;
        int free = FirstFree();
        return free < 0
            ? StoreStatus.NotFound
            : Begin(free, epoch, record, acked, channelSet, channelCount, periodSeconds);
    }

    /// <summary>Forgets the rows: they are in the segment. The files stay until they are written over.</summary>
    public void Clear()
    {
        for (int i = 0; i < Count; i++)
        {
            this[i].Clear();
        }

        Count = 0;
        Rows = 0;
        _lastIsOpen = false;
    }

    /// <summary>Forgets the rows of the oldest tails.</summary>
    public void RemoveOldest(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Rows -= this[i].Rows;
            this[i].Clear();
        }

        Count -= count;
        Array.Copy(_order, count, _order, 0, Count);
        _lastIsOpen = _lastIsOpen && Count > 0;
    }

    /// <summary>No more rows may be added to the current tail: its rows were read back.</summary>
    public void CloseLast() => _lastIsOpen = false;

    /// <summary>The buffer into which recovery reads the file of a tail.</summary>
    public Tail File(int index) => _tails[index];

    /// <summary>Takes a tail that recovery loaded into the order.</summary>
    public void Adopt(int index)
    {
        int at = Count;
        while (at > 0 && this[at - 1].FirstSequence > _tails[index].FirstSequence)
        {
            _order[at] = _order[at - 1];
            at--;
        }

        _order[at] = index;
        Count++;
        Rows += _tails[index].Rows;
    }

    private StoreStatus Begin(
        int free, uint epoch, Record record, long acked, int channelSet, int channelCount, int periodSeconds)
    {
        Tail tail = _tails[free];
        tail.Begin(epoch, record, acked, channelSet, channelCount, periodSeconds);
        if (!tail.TryAdd(record))
        {
            tail.Clear();
            return StoreStatus.NotFound;
        }

        StoreStatus status = _store.Write(_names[free], tail.Bytes, 0, tail.Length);
        if (status != StoreStatus.Ok)
        {
            tail.Clear();
            return status == StoreStatus.NotFound ? StoreStatus.Failed : status;
        }

        _order[Count] = free;
        Count++;
        Rows++;
        _lastIsOpen = true;
        return StoreStatus.Ok;
    }

    private int FirstFree()
    {
        for (int i = 0; i < _tails.Length; i++)
        {
            if (_tails[i].Rows == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
