namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>
/// The segments that exist, oldest first: first sequence number and generation of each. Filled by one directory listing at
/// start, kept up to date afterwards; the directory is never listed again.
/// </summary>
public sealed class SegmentIndex
{
    private long[] _first;
    private byte[] _generation;

    /// <summary>Makes an index with room for the given number of segments.</summary>
    public SegmentIndex(int capacity)
    {
        _first = new long[capacity];
        _generation = new byte[capacity];
    }

    /// <summary>The epoch's part of the names: <see cref="SegmentName.Tag"/>.</summary>
    public int Tag { get; set; }

    /// <summary>Segments in the index.</summary>
    public int Count { get; private set; }

    /// <summary>Most segments the index can hold.</summary>
    public int Capacity => _first.Length;

    /// <summary>First sequence number of a segment.</summary>
    public long First(int index) => _first[index];

    /// <summary>Generation of a segment.</summary>
    public int Generation(int index) => _generation[index];

    /// <summary>Name of a segment. Allocates: keep it while it is in use.</summary>
    public string Name(int index) => SegmentName.Format(_first[index], _generation[index], Tag);

    /// <summary>Forgets all segments and makes room for at least the given number. For starting only: it may allocate.</summary>
    public void Clear(int capacity)
    {
        Count = 0;
        if (capacity > _first.Length)
        {
            _first = new long[capacity];
            _generation = new byte[capacity];
        }
    }

    /// <summary>
    /// Adds a segment in order. Returns false when there is no room. Of two generations of one segment the later follows.
    /// </summary>
    public bool Add(long first, int generation)
    {
        if (Count == _first.Length)
        {
            return false;
        }

        int at = Count;
        while (at > 0 && (_first[at - 1] > first || (_first[at - 1] == first && _generation[at - 1] > generation)))
        {
            _first[at] = _first[at - 1];
            _generation[at] = _generation[at - 1];
            at--;
        }

        _first[at] = first;
        _generation[at] = (byte)generation;
        Count++;
        return true;
    }

    /// <summary>Removes a segment.</summary>
    public void RemoveAt(int index)
    {
        Count--;
        for (int i = index; i < Count; i++)
        {
            _first[i] = _first[i + 1];
            _generation[i] = _generation[i + 1];
        }
    }

    /// <summary>
    /// The first number behind a segment: where the next one begins that does not begin with the same number; 0 when there is
    /// none. Generations of one segment count together, because any of them may be the one that is whole.
    /// </summary>
    public long FirstBehind(int index)
    {
        long first = _first[index];
        while (index < Count && _first[index] == first)
        {
            index++;
        }

        return index < Count ? _first[index] : 0;
    }

    /// <summary>The last segment that begins at or before a number, else the last that begins like the oldest. Logarithmic.</summary>
    public int Find(long sequence)
    {
        int low = 0;
        int high = Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            if (_first[middle] <= sequence)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        while (low + 1 < Count && _first[low + 1] == _first[low])
        {
            low++;
        }

        return low;
    }
}
