namespace ZhiSan.Edge.Core;

/// <summary>What happened since the start, for the heartbeat and for tests.</summary>
public sealed class GatewayCounters
{
    /// <summary>Scans given to the journal.</summary>
    public long Scans { get; internal set; }

    /// <summary>Scans that the storage refused.</summary>
    public long ScansRefused { get; internal set; }

    /// <summary>Connections that came up.</summary>
    public long Connects { get; internal set; }

    /// <summary>Messages with pages handed to the network, repeats included.</summary>
    public long PageMessages { get; internal set; }

    /// <summary>Times that unacknowledged pages were sent again.</summary>
    public long Resends { get; internal set; }

    /// <summary>Acknowledgements refused: beyond what was sent.</summary>
    public long AcksRefused { get; internal set; }

    /// <summary>Messages that could not be understood.</summary>
    public long MessagesRejected { get; internal set; }

    /// <summary>Commands carried out or refused with an answer.</summary>
    public long Commands { get; internal set; }

    /// <summary>Commands that were not the platform's, malformed, or older than one before.</summary>
    public long CommandsRejected { get; internal set; }

    /// <summary>Cause of the last lost link, one of <see cref="Incidents.IncidentCause"/>; 0 before the first.</summary>
    public byte LastLinkCause { get; internal set; }
}
