using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Buffering.Starting;

/// <summary>
/// Segment files that hold nothing of this journal: of another epoch, or begun and cut short. The former stay until their space
/// is needed, the latter until the next segment begins.
/// </summary>
public sealed class OrphanList
{
    private string[] _names = new string[0];

    /// <summary>Files in the list.</summary>
    public int Count { get; private set; }

    /// <summary>The file to go next.</summary>
    public string Last => _names[Count - 1];

    /// <summary>Forgets all and makes room for as many as there are files.</summary>
    public void Clear(int capacity)
    {
        _names = new string[capacity];
        Count = 0;
    }

    /// <summary>
    /// The generation behind all those in the list that begin with the number: what is begun again must come after what failed,
    /// so that the newest of several is always the one that counts.
    /// </summary>
    public int GenerationBehind(long firstSequence, int tag)
    {
        int behind = 0;
        for (int i = 0; i < Count; i++)
        {
            if (SegmentName.TryParse(_names[i], out long first, out int generation, out int itsTag)
                && first == firstSequence && itsTag == tag && generation >= behind)
            {
                behind = generation + 1;
            }
        }

        return behind;
    }

    /// <summary>Adds a file.</summary>
    public void Add(string name)
    {
        _names[Count] = name;
        Count++;
    }

    /// <summary>Finds a file that was begun in the epoch with this tag.</summary>
    public bool FindTagged(int tag, out string name)
    {
        for (int i = 0; i < Count; i++)
        {
            name = _names[i];
            if (SegmentName.TryParse(name, out long _, out int _, out int itsTag) && itsTag == tag)
            {
                return true;
            }
        }

        name = string.Empty;
        return false;
    }

    /// <summary>Removes a file that <see cref="FindTagged"/> found.</summary>
    public void Remove(string name)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_names[i] == name)
            {
                Count--;
                _names[i] = _names[Count];
                return;
            }
        }
    }

    /// <summary>Removes <see cref="Last"/>.</summary>
    public void RemoveLast() => Count--;
}
