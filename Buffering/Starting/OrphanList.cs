namespace ZhiSan.Edge.Buffering.Starting;

/// <summary>
/// Segment files that hold nothing of this journal: of another epoch, or begun and cut short. They stay until their space is
/// needed.
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

    /// <summary>Adds a file.</summary>
    public void Add(string name)
    {
        _names[Count] = name;
        Count++;
    }

    /// <summary>Removes <see cref="Last"/>.</summary>
    public void RemoveLast() => Count--;
}
