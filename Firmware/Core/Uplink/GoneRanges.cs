using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Core.Uplink;

/// <summary>
/// The ranges that tombstones account for, as the journal wrote them: why the platform cannot have these records again. Bounded:
/// the oldest range is forgotten for a new one, and is then freed history like any other.
/// </summary>
internal sealed class GoneRanges : IRecordVisitor
{
    /// <summary>Ranges remembered.</summary>
    public const int Capacity = 16;

    /// <summary>The cause of a range that <c>Thinned</c> records stand for; smaller ones are <see cref="LossCause"/>.</summary>
    public const byte Thinned = 0x80;

    private readonly long[] _first = new long[Capacity];
    private readonly long[] _last = new long[Capacity];
    private readonly byte[] _cause = new byte[Capacity];
    private readonly long[] _told = new long[Capacity];

    /// <summary>Ranges, oldest tombstone first.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a range came in since the last time this was set to false.</summary>
    public bool Changed { get; set; }

    /// <summary>First number of a range.</summary>
    public long First(int index) => _first[index];

    /// <summary>Last number of a range.</summary>
    public long Last(int index) => _last[index];

    /// <summary>Cause of a range.</summary>
    public byte Cause(int index) => _cause[index];

    /// <summary>Number of the newest tombstone of a range; 0 when it is not known: it was written before the start.</summary>
    public long Told(int index) => _told[index];

    /// <summary>Forgets all ranges.</summary>
    public void Clear() => Count = 0;

    /// <summary>Takes a tombstone that became durable, or was found; other records are none.</summary>
    public void Visit(Record record)
    {
        if (record.Kind != RecordKind.Lost && record.Kind != RecordKind.Thinned)
        {
            return;
        }

        bool lost = record.Kind == RecordKind.Lost;
        int at = Varint.Read(record.Body, lost ? 1 : 0, record.BodyLength, JournalLimits.MaxSequence, out long first);
        if (at > 0 && Varint.Read(record.Body, at, record.BodyLength, JournalLimits.MaxSequence, out long more) > 0)
        {
            Add(first, first + more, lost ? record.Body[0] : Thinned, record.Sequence);
            Changed = true;
        }
    }

    /// <summary>Adds a range; one that goes on where another of its cause ends makes it longer.</summary>
    public void Add(long first, long last, byte cause, long told)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_cause[i] == cause && first <= _last[i] + 1 && last >= _first[i] - 1)
            {
                _first[i] = first < _first[i] ? first : _first[i];
                _last[i] = last > _last[i] ? last : _last[i];
                _told[i] = told > _told[i] ? told : _told[i];
                return;
            }
        }

        if (Count == Capacity)
        {
            Count--;
            for (int i = 0; i < Count; i++)
            {
                _first[i] = _first[i + 1];
                _last[i] = _last[i + 1];
                _cause[i] = _cause[i + 1];
                _told[i] = _told[i + 1];
            }
        }

        _first[Count] = first;
        _last[Count] = last;
        _cause[Count] = cause;
        _told[Count] = told;
        Count++;
    }

    /// <summary>
    /// The range that holds a number, or -1 when no tombstone is remembered for it. <paramref name="through"/> is the last
    /// number of which the same is true, at most <paramref name="last"/>.
    /// </summary>
    public int Find(long number, long last, out long through)
    {
        through = last;
        for (int i = 0; i < Count; i++)
        {
            if (_first[i] <= number && _last[i] >= number)
            {
                through = _last[i] < last ? _last[i] : last;
                return i;
            }

            if (_first[i] > number && _first[i] <= through)
            {
                through = _first[i] - 1;
            }
        }

        return -1;
    }
}
