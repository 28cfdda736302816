namespace ZhiSan.Edge.Core.Incidents;

/// <summary>One begin or end of an incident, as it is published and shown.</summary>
public sealed class IncidentEntry
{
    /// <summary>Sequence number of the record.</summary>
    public long Sequence;

    /// <summary>Whether it ended.</summary>
    public bool IsEnd;

    /// <summary>One of <see cref="IncidentCause"/>.</summary>
    public byte Cause;

    /// <summary>Sequence number of the begin record; in a begin 0.</summary>
    public long Begin;

    /// <summary>How long it lasted; 0 when that is not known, or in a begin.</summary>
    public long Seconds;

    /// <summary>First record affected.</summary>
    public long First;

    /// <summary>Last record affected; in a begin 0.</summary>
    public long Last;

    /// <summary>Boot in which it was noted.</summary>
    public uint Boot;

    /// <summary>Seconds from that boot to then.</summary>
    public int UptimeSeconds;

    /// <summary>UTC of that boot in milliseconds since 1970; 0 while unknown.</summary>
    public long BootUtcMs;
}
