namespace ZhiSan.Edge.Core;

/// <summary>What happened since the start, for the heartbeat and for tests.</summary>
public sealed class GatewayCounters
{
    /// <summary>Causes remembered.</summary>
    internal const int LinkCauses = 4;

    private readonly byte[] _linkCauses = new byte[LinkCauses];

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
    public byte LastLinkCause => _linkCauses[0];

    /// <summary>One of the last causes that were different from the one before, 0 the newest; 0 when there is none.</summary>
    public byte LinkCause(int index) => _linkCauses[index];

    /// <summary>A link, or an attempt, was lost.</summary>
    internal void NoteLinkCause(byte cause)
    {
        if (cause == _linkCauses[0])
        {
            return;
        }

        for (int i = LinkCauses - 1; i > 0; i--)
        {
            _linkCauses[i] = _linkCauses[i - 1];
        }

        _linkCauses[0] = cause;
    }
}
