namespace ZhiSan.Edge.Buffering;

/// <summary>
/// Ranges that wait for their <c>Lost</c> record, in order. Neighbours with the same cause become one. Bounded: when it is full,
/// the nearest range is widened to take the new one in, because telling too much lost is better than telling nothing.
/// </summary>
public sealed class LossList
{
    private const int Capacity = 24;

    private readonly long[] _first = new long[Capacity];
    private readonly long[] _last = new long[Capacity];
    private readonly byte[] _cause = new byte[Capacity];
    private readonly byte _causeWhenWidened;

    /// <summary>Makes an empty list.</summary>
    /// <param name="causeWhenWidened">The cause of a range that had to take in more than it should.</param>
    public LossList(byte causeWhenWidened)
    {
        _causeWhenWidened = causeWhenWidened;
    }

    /// <summary>Ranges in the list.</summary>
    public int Count { get; private set; }

    /// <summary>First number of the oldest range.</summary>
    public long OldestFirst => _first[0];

    /// <summary>Last number of the oldest range.</summary>
    public long OldestLast => _last[0];

    /// <summary>Cause of the oldest range, one of <see cref="Records.LossCause"/>.</summary>
    public byte OldestCause => _cause[0];

    /// <summary>Adds a range.</summary>
    public void Add(long first, long last, byte cause)
    {
        Invariant.Check(first > 0 && last >= first, "a loss has a range");
        int at = Count;
        while (at > 0 && _first[at - 1] > first)
        {
            at--;
        }

        if (at > 0 && Joins(at - 1, first, last, cause))
        {
            Widen(at - 1, first, last, cause);
        }
        else if (at < Count && Joins(at, first, last, cause))
        {
            Widen(at, first, last, cause);
        }
        else if (Count == Capacity)
        {
            bool toOlder = at == Capacity || (at > 0 && first - _last[at - 1] <= _first[at] - last);
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
            long from = _first[i] >= first && _first[i] <= last ? last + 1 : _first[i];
            long through = _last[i] >= first && _last[i] <= last ? first - 1 : _last[i];
            _first[i] = from;
            _last[i] = through;
            if (from > through)
            {
                Remove(i);
            }
        }
    }

    /// <summary>Removes the oldest range: its record is durable.</summary>
    public void RemoveOldest() => Remove(0);

    private bool Joins(int index, long first, long last, byte cause) =>
        _cause[index] == cause && first <= _last[index] + 1 && _first[index] <= last + 1;

    private void Widen(int index, long first, long last, byte cause)
    {
        _first[index] = _first[index] < first ? _first[index] : first;
        _last[index] = _last[index] > last ? _last[index] : last;
        _cause[index] = cause;

        // It may now touch the one behind.
        int next = index + 1;
        if (next < Count && Joins(next, _first[index], _last[index], cause))
        {
            _last[index] = _last[index] > _last[next] ? _last[index] : _last[next];
            Remove(next);
        }
    }

    private void Insert(int at, long first, long last, byte cause)
    {
        for (int i = Count; i > at; i--)
        {
            Move(i - 1, i);
        }

        _first[at] = first;
        _last[at] = last;
        _cause[at] = cause;
        Count++;
    }

    private void Remove(int index)
    {
        Count--;
        for (int i = index; i < Count; i++)
        {
            Move(i + 1, i);
        }
    }

    private void Move(int from, int to)
    {
        _first[to] = _first[from];
        _last[to] = _last[from];
        _cause[to] = _cause[from];
    }
}
