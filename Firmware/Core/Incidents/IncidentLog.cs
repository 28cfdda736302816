namespace ZhiSan.Edge.Core.Incidents;

/// <summary>The newest begins and ends, for the console, and until they are published. The journal has them all.</summary>
public sealed class IncidentLog
{
    /// <summary>Entries kept.</summary>
    public const int Capacity = 8;

    private readonly IncidentEntry[] _entries = new IncidentEntry[Capacity];
    private int _next;
    private long _publishedThrough;

    /// <summary>Makes an empty log.</summary>
    public IncidentLog()
    {
        for (int i = 0; i < Capacity; i++)
        {
            _entries[i] = new IncidentEntry();
        }
    }

    /// <summary>Entries in it.</summary>
    public int Count { get; private set; }

    /// <summary>An entry, 0 the newest.</summary>
    public IncidentEntry Get(int index) => _entries[(_next - 1 - index + (2 * Capacity)) % Capacity];

    /// <summary>The oldest entry that is not published; null when there is none.</summary>
    internal IncidentEntry? Due
    {
        get
        {
            for (int i = Count - 1; i >= 0; i--)
            {
                if (Get(i).Sequence > _publishedThrough)
                {
                    return Get(i);
                }
            }

            return null;
        }
    }

    /// <summary>Everything through this record is published.</summary>
    internal void Published(long sequence) => _publishedThrough = sequence;

    /// <summary>The place for a new entry; the oldest one gives way.</summary>
    internal IncidentEntry Add()
    {
        IncidentEntry entry = _entries[_next];
        _next = (_next + 1) % Capacity;
        Count += Count < Capacity ? 1 : 0;
        return entry;
    }
}
