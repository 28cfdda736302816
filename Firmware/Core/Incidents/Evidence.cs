namespace ZhiSan.Edge.Core.Incidents;

/// <summary>Facts that were observed, as bits: what an incident's cause is decided by. PROTOCOL.md has the table.</summary>
public static class Evidence
{
    /// <summary>The run before left a panic text.</summary>
    public const int Panic = 1;

    /// <summary>The run before journaled that it was told to stop.</summary>
    public const int StopMark = 2;

    /// <summary>The run before ended, and left nothing.</summary>
    public const int NoMark = 4;

    /// <summary>The flash refuses writes.</summary>
    public const int FlashRefuses = 8;

    /// <summary>UTC moved by more than the clock can have drifted.</summary>
    public const int ClockStepped = 0x10;

    /// <summary>Connected for a while, and still nobody says what time it is.</summary>
    public const int ClockUnknown = 0x20;

    /// <summary>A sensor gave nothing three times in a row.</summary>
    public const int SensorSilent = 0x40;

    /// <summary>No network: no radio link, or none in time.</summary>
    public const int NoNetwork = 0x80;

    /// <summary>A network, but no address in it.</summary>
    public const int NoAddress = 0x100;

    /// <summary>The broker's name was not resolved.</summary>
    public const int NoName = 0x200;

    /// <summary>The broker, or its TLS, refused who we are.</summary>
    public const int Refused = 0x400;

    /// <summary>The broker did not let us in, for any other reason, or not in time.</summary>
    public const int NoEntry = 0x800;

    /// <summary>The connection was there and broke.</summary>
    public const int Dropped = 0x1000;

    /// <summary>Something was published, and the broker said nothing about it.</summary>
    public const int NoAnswer = 0x2000;

    /// <summary>The broker took pages, and the platform acknowledged nothing.</summary>
    public const int NoAcknowledgement = 0x4000;

    /// <summary>Somebody acknowledged what was never sent.</summary>
    public const int FalseAcknowledgement = 0x8000;

    /// <summary>
    /// The cause that the facts tell: of several the one that explains the others, since nothing above a layer that fails can work.
    /// </summary>
    /// <returns>One of <see cref="IncidentCause"/>; 0 without any fact.</returns>
    public static byte Decide(int facts)
    {
        return Has(facts, Panic) ? IncidentCause.Crash
            : Has(facts, StopMark) ? IncidentCause.Command
            : Has(facts, NoMark) ? IncidentCause.Power
            : Has(facts, FlashRefuses) ? IncidentCause.Storage
            : Has(facts, ClockStepped | ClockUnknown) ? IncidentCause.Clock
            : Has(facts, SensorSilent) ? IncidentCause.Sensor
            : Has(facts, NoNetwork) ? IncidentCause.Wifi
            : Has(facts, NoAddress) ? IncidentCause.Ip
            : Has(facts, NoName) ? IncidentCause.Dns
            : Has(facts, Refused) ? IncidentCause.Credentials
            : Has(facts, NoEntry | Dropped | NoAnswer) ? IncidentCause.Broker
            : Has(facts, NoAcknowledgement | FalseAcknowledgement) ? IncidentCause.Platform
            : (byte)0;
    }

    /// <summary>What an adapter says about a connection, as a fact.</summary>
    /// <param name="cause">One of <see cref="IncidentCause"/>.</param>
    /// <param name="wasUp">Whether there was a connection before.</param>
    public static int OfLink(byte cause, bool wasUp)
    {
        switch (cause)
        {
            case IncidentCause.Wifi: return NoNetwork;
            case IncidentCause.Ip: return NoAddress;
            case IncidentCause.Dns: return NoName;
            case IncidentCause.Credentials: return Refused;
            default: return wasUp ? Dropped : NoEntry;
        }
    }

    private static bool Has(int facts, int some) => (facts & some) != 0;
}
