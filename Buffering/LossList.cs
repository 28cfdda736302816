namespace ZhiSan.Edge.Buffering;

/// <summary>
/// Ranges that wait for their <c>Lost</c> record, in order. Neighbours with the same cause become one. Bounded: when it is full,
/// the nearest range is widened to take the new one in, because telling too much lost is better than telling nothing.
/// </summary>
public sealed class LossList
{
    private const int Capacity = 24;

    private readonly LossRange[] _ranges = new LossRange[Capacity];
    private readonly byte _causeWhenWidened;

    /// <summary>Makes an empty list.</summary>
    /// <param name="causeWhenWidened">The cause of a range that had to take in more than it should.</param>
    public LossList(byte causeWhenWidened)
    {
        _causeWhenWidened = causeWhenWidened;
        for (int i = 0; i < Capacity; i++)
        {
            _ranges[i] = new LossRange();
        }
    }

    /// <summary>Ranges in the list.</summary>
    public int Count { get; private set; }

    /// <summary>The oldest range.</summary>
    public LossRange Oldest => _ranges[0];

    /// <summary>Adds a range.</summary>
    public void Add(long first, long last, byte cause)
    {
        Invariant.Check(first > 0 && last >= first, "a loss has a range");
        int at = Count;
        while (at > 0 && _ranges[at - 1].First > first)
        {
            at--;
        }

        if (at > 0 && Joins(_ranges[at - 1], first, last, cause))
        {
            Widen(at - 1, first, last, cause);
        }
        else if (at < Count && Joins(_ranges[at], first, last, cause))
        {
            Widen(at, first, last, cause);
        }
        else if (Count == Capacity)
        {
            bool toOlder = at == Capacity || (at > 0 && first - _ranges[at - 1].Last <= _ranges[at].First - last);
            Widen(toOlder ? at - 1 : at, first, last, _causeWhenWidened);
        }
        else
        {
            Insert(at, first, last, cause);
        }
    }

    /// <summary>Forgets all ranges.</summary>
    public void Clear() => Count = 0;

    /// <summary>Takes out what a range covers: a durable record accounts for it already.</summary>
    public void Cover(long first, long last)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            LossRange range = _ranges[i];
            long from = range.First >= first && range.First <= last ? last + 1 : range.First;
            long through = range.Last >= first && range.Last <= last ? first - 1 : range.Last;
            range.Set(from, through, range.Cause);
            if (from > through)
            {
                Remove(i);
            }
        }
    }

    /// <summary>Removes the oldest range: its record is durable.</summary>
    public void RemoveOldest() => Remove(0);

    private static bool Joins(LossRange range, long first, long last, byte cause) =>
        range.Cause == cause && first <= range.Last + 1 && range.First <= last + 1;

    private void Widen(int index, long first, long last, byte cause)
    {
        LossRange range = _ranges[index];
        range.Set(range.First < first ? range.First : first, range.Last > last ? range.Last : last, cause);

        // It may now touch the one behind.
        if (index + 1 < Count && Joins(_ranges[index + 1], range.First, range.Last, range.Cause))
        {
            LossRange next = _ranges[index + 1];
            range.Set(range.First, range.Last > next.Last ? range.Last : next.Last, range.Cause);
            Remove(index + 1);
        }
    }

    private void Insert(int at, long first, long last, byte cause)
    {
        LossRange free = _ranges[Count];
        for (int i = Count; i > at; i--)
        {
            _ranges[i] = _ranges[i - 1];
        }

        _ranges[at] = free;
        free.Set(first, last, cause);
        Count++;
    }

    private void Remove(int index)
    {
        LossRange removed = _ranges[index];
        Count--;
        for (int i = index; i < Count; i++)
        {
            _ranges[i] = _ranges[i + 1];
        }

        _ranges[Count] = removed;
    }
}
