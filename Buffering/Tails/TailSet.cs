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
    private readonly bool[] _damaged;
    private bool _lastIsOpen;

    /// <summary>Makes an empty set.</summary>
    public TailSet(IStore store, int mostChannels)
    {
        _store = store;
        _tails = new Tail[JournalLimits.TailCount];
        _names = new string[JournalLimits.TailCount];
        _order = new int[JournalLimits.TailCount];
        _damaged = new bool[JournalLimits.TailCount];
        TailRowCoder coder = new TailRowCoder();
        byte[] row = new byte[JournalLimits.MaxTailBytes];
        for (int i = 0; i < _tails.Length; i++)
        {
            _tails[i] = new Tail(mostChannels, coder, row);
            _names[i] = Name(i);
        }
    }

    /// <summary>Tails that hold rows.</summary>
    public int Count { get; private set; }

    /// <summary>Rows in them.</summary>
    public int Rows { get; private set; }

    /// <summary>The highest acknowledged number that a tail on flash carries.</summary>
    public long DurableAcked { get; private set; }

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

        int last = _lastIsOpen ? _order[Count - 1] : -1;
        if (last >= 0 && Continues(_tails[last], record, channelSet, channelCount, periodSeconds))
        {
            Tail tail = _tails[last];
            int start = tail.Length;
            if (tail.TryAdd(record))
            {
                StoreStatus status = _store.Append(_names[last], tail.Bytes, start, tail.Length - start);
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

    /// <summary>Forgets the rows of the oldest tails. The files stay until they are written over.</summary>
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

    /// <summary>No more rows may be added to the current tail: its rows are read back, or the channels change.</summary>
    public void CloseLast() => _lastIsOpen = false;

    /// <summary>Forgets everything: starting begins again.</summary>
    public void Reset()
    {
        for (int i = 0; i < _tails.Length; i++)
        {
            _tails[i].Clear();
            _damaged[i] = false;
        }

        Count = 0;
        Rows = 0;
        DurableAcked = 0;
        _lastIsOpen = false;
    }

    /// <summary>Recovery found this acknowledged number in a tail.</summary>
    public void FoundAcked(long acked) => DurableAcked = acked > DurableAcked ? acked : DurableAcked;

    /// <summary>The buffer into which recovery reads the file of a tail.</summary>
    public Tail File(int index) => _tails[index];

    /// <summary>A file holds bytes that verify as nothing: it is the first to be written over.</summary>
    public void MarkDamaged(int index) => _damaged[index] = true;

    /// <summary>
    /// Takes a tail that recovery loaded into the order: by its first number; of two with the same the longer comes first.
    /// </summary>
    public void Adopt(int index)
    {
        int at = Count;
        while (at > 0 && IsBefore(_tails[index], this[at - 1]))
        {
            _order[at] = _order[at - 1];
            at--;
        }

        _order[at] = index;
        Count++;
        Rows += _tails[index].Rows;
    }

    /// <summary>
    /// Drops rows that are held elsewhere, through the given number or by a tail before: a failed write may have left the same
    /// row in two files.
    /// </summary>
    public void DropDoubles(long through)
    {
        int kept = 0;
        Rows = 0;
        for (int i = 0; i < Count; i++)
        {
            Tail tail = this[i];
            tail.DropThrough(through);
            if (tail.Rows > 0)
            {
                through = tail.NextSequence - 1;
                Rows += tail.Rows;
                _order[kept] = _order[i];
                kept++;
            }
        }

        Count = kept;
    }

    private static bool IsBefore(Tail one, Tail other) => one.FirstSequence != other.FirstSequence
        ? one.FirstSequence < other.FirstSequence
        : one.Rows > other.Rows;

    private static bool Continues(Tail tail, Record record, int channelSet, int channelCount, int periodSeconds) =>
        tail.NextSequence == record.Sequence && (tail.LastBoot == record.Boot || record.Kind == RecordKind.Boot)
        && tail.ChannelSet == channelSet && tail.ChannelCount == channelCount && tail.PeriodSeconds == periodSeconds;

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
            _damaged[free] = true;
            return status == StoreStatus.NotFound ? StoreStatus.Failed : status;
        }

        _damaged[free] = false;
        DurableAcked = acked > DurableAcked ? acked : DurableAcked;
        _order[Count] = free;
        Count++;
        Rows++;
        _lastIsOpen = true;
        return StoreStatus.Ok;
    }

    // Bytes that verify as nothing go first, then the file written longest ago: the newest header with the acknowledged
    // number is never the one at risk.
    private int FirstFree()
    {
        int free = -1;
        for (int i = 0; i < _tails.Length; i++)
        {
            if (_tails[i].Rows == 0 && (free < 0 || GoesBefore(i, free)))
            {
                free = i;
            }
        }

        return free;
    }

    private bool GoesBefore(int one, int other) => _damaged[one] != _damaged[other]
        ? _damaged[one]
        : _tails[one].Begun < _tails[other].Begun;
}
