namespace ZhiSan.Edge.Core;

/// <summary>When the core wants to be woken, one place for each reason.</summary>
public sealed class Deadlines
{
    /// <summary>Try to connect.</summary>
    public const int Connect = 0;

    /// <summary>Give up the attempt to connect.</summary>
    public const int ConnectTimeout = 1;

    /// <summary>Seal the page because of its age.</summary>
    public const int Seal = 2;

    /// <summary>Start sending pages although no retained acknowledgement came.</summary>
    public const int AckGrace = 3;

    /// <summary>Send unacknowledged pages again.</summary>
    public const int AckTimeout = 4;

    /// <summary>Publish a heartbeat.</summary>
    public const int Heartbeat = 5;

    /// <summary>A link that never came up is an incident.</summary>
    public const int OfflineIncident = 6;

    /// <summary>Try again what the storage refused.</summary>
    public const int StorageRetry = 7;

    /// <summary>The broker gives no sign of life about what was sent: the connection is dead.</summary>
    public const int PublishTimeout = 8;

    /// <summary>Send nothing until then: somebody had no room.</summary>
    public const int Pause = 9;

    /// <summary>Look again whether something may be sent.</summary>
    public const int Look = 10;

    /// <summary>Restart although the answer to the command did not get out.</summary>
    public const int Reboot = 11;

    /// <summary>The connection has lasted: it counts as good.</summary>
    public const int Stable = 12;

    /// <summary>Try the primary broker again.</summary>
    public const int Return = 13;

    /// <summary>Still nobody says what time it is.</summary>
    public const int ClockUnknown = 14;

    /// <summary>The platform has acknowledged nothing for long.</summary>
    public const int Silence = 15;

    /// <summary>No false acknowledgement came for a while.</summary>
    public const int Refusal = 16;

    private const int Count = 17;
    private const long Never = long.MaxValue;

    private readonly long[] _at = new long[Count];

    /// <summary>Makes deadlines of which none is set.</summary>
    public Deadlines()
    {
        for (int i = 0; i < Count; i++)
        {
            _at[i] = Never;
        }
    }

    /// <summary>The earliest deadline; <see cref="long.MaxValue"/> when none is set.</summary>
    public long Next
    {
        get
        {
            long next = Never;
            for (int i = 0; i < Count; i++)
            {
                next = _at[i] < next ? _at[i] : next;
            }

            return next;
        }
    }

    /// <summary>Whether a deadline is set.</summary>
    public bool IsSet(int which) => _at[which] != Never;

    /// <summary>When a deadline is; <see cref="long.MaxValue"/> when it is not set.</summary>
    public long At(int which) => _at[which];

    /// <summary>Sets a deadline.</summary>
    public void Set(int which, long atMs) => _at[which] = atMs;

    /// <summary>Removes a deadline.</summary>
    public void Clear(int which) => _at[which] = Never;

    /// <summary>Whether a deadline has come; it is removed then.</summary>
    public bool Take(int which, long nowMs)
    {
        if (_at[which] > nowMs)
        {
            return false;
        }

        _at[which] = Never;
        return true;
    }
}
