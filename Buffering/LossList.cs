namespace ZhiSan.Edge.Buffering;

/// <summary>
/// Ranges that wait for their <c>Lost</c> record. Bounded: when it is full, the nearest range is widened to take the new
/// one in, because telling too much lost is better than telling nothing.
/// </summary>
public sealed class LossList
{
    private const int Capacity = 16;

    private readonly LossRange[] _ranges = new LossRange[Capacity];

    /// <summary>Makes an empty list.</summary>
    public LossList()
    {
        for (int i = 0; i < Capacity; i++)
        {
            _ranges[i] = new LossRange();
        }
    }

    /// <summary>Ranges in the list.</summary>
    public int Count { get; private set; }

    /// <summary>The oldest range.</summary>
    public LossRange Oldest => _ranges[0];

    /// <summary>Adds a range behind all others.</summary>
    public void Add(long first, long last, byte cause)
    {
        Invariant.Check(first > 0 && last >= first, "a loss has a range");
        if (Count > 0)
        {
            LossRange newest = _ranges[Count - 1];
            bool adjacent = newest.Last + 1 == first && newest.Cause == cause;
            if (adjacent || Count == Capacity)
            {
                newest.Set(newest.First < first ? newest.First : first, newest.Last > last ? newest.Last : last, newest.Cause);
                return;
            }
        }

        _ranges[Count].Set(first, last, cause);
        Count++;
    }

    /// <summary>Removes the oldest range: its record is durable.</summary>
    public void RemoveOldest()
    {
        LossRange oldest = _ranges[0];
        Count--;
        for (int i = 0; i < Count; i++)
        {
            _ranges[i] = _ranges[i + 1];
        }

        _ranges[Count] = oldest;
    }
}
