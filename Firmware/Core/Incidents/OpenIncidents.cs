namespace ZhiSan.Edge.Core.Incidents;

/// <summary>The incidents that have begun and not ended, one place for each <see cref="IncidentSubject"/>.</summary>
internal sealed class OpenIncidents
{
    private readonly byte[] _cause = new byte[IncidentSubject.Count];
    private readonly long[] _begin = new long[IncidentSubject.Count];
    private readonly long[] _sinceMs = new long[IncidentSubject.Count];
    private readonly long[] _first = new long[IncidentSubject.Count];

    /// <summary>Number of open incidents.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < IncidentSubject.Count; i++)
            {
                count += _cause[i] == 0 ? 0 : 1;
            }

            return count;
        }
    }

    /// <summary>Whether a subject is interrupted.</summary>
    public bool IsOpen(int subject) => _cause[subject] != 0;

    /// <summary>Cause as it was when it began, one of <see cref="IncidentCause"/>; 0 when none is open.</summary>
    public byte Cause(int subject) => _cause[subject];

    /// <summary>Sequence number of the begin record; 0 when the flash did not take it yet.</summary>
    public long Begin(int subject) => _begin[subject];

    /// <summary>When it began, in milliseconds of the monotonic clock of the boot it began in.</summary>
    public long SinceMs(int subject) => _sinceMs[subject];

    /// <summary>First record affected.</summary>
    public long First(int subject) => _first[subject];

    /// <summary>An incident begins.</summary>
    public void Set(int subject, byte cause, long begin, long sinceMs, long first)
    {
        _cause[subject] = cause;
        _begin[subject] = begin;
        _sinceMs[subject] = sinceMs;
        _first[subject] = first;
    }

    /// <summary>An incident ended.</summary>
    public void Clear(int subject) => _cause[subject] = 0;

    /// <summary>None is open.</summary>
    public void ClearAll()
    {
        for (int i = 0; i < IncidentSubject.Count; i++)
        {
            _cause[i] = 0;
        }
    }
}
