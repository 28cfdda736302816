namespace ZhiSan.Edge.Core.Incidents;

/// <summary>Why the stream was interrupted. The numbers are in records: never renumber.</summary>
public static class IncidentCause
{
    /// <summary>The power went.</summary>
    public const byte Power = 1;

    /// <summary>The gateway caught its own failure.</summary>
    public const byte Crash = 2;

    /// <summary>Somebody told the gateway to stop or restart.</summary>
    public const byte Command = 3;

    /// <summary>No Wi-Fi.</summary>
    public const byte Wifi = 4;

    /// <summary>No IP address.</summary>
    public const byte Ip = 5;

    /// <summary>The broker's name does not resolve.</summary>
    public const byte Dns = 6;

    /// <summary>The broker cannot be reached, or dropped the connection.</summary>
    public const byte Broker = 7;

    /// <summary>The broker or its TLS refuses the gateway.</summary>
    public const byte Credentials = 8;

    /// <summary>Published, but not acknowledged by the platform.</summary>
    public const byte Platform = 9;

    /// <summary>A sensor fails.</summary>
    public const byte Sensor = 10;

    /// <summary>The flash fails.</summary>
    public const byte Storage = 11;

    /// <summary>The clock was wrong.</summary>
    public const byte Clock = 12;

    /// <summary>What is interrupted by an incident of this cause, one of <see cref="IncidentSubject"/>.</summary>
    internal static int Subject(byte cause)
    {
        switch (cause)
        {
            case Power:
            case Crash:
            case Command:
                return IncidentSubject.Run;
            case Platform: return IncidentSubject.Platform;
            case Sensor: return IncidentSubject.Sensor;
            case Storage: return IncidentSubject.Storage;
            case Clock: return IncidentSubject.Clock;
            default: return IncidentSubject.Link;
        }
    }

    /// <summary>The cause's word in JSON and in logs.</summary>
    public static string Name(byte cause)
    {
        switch (cause)
        {
            case Power: return "power";
            case Crash: return "crash";
            case Command: return "command";
            case Wifi: return "wifi";
            case Ip: return "ip";
            case Dns: return "dns";
            case Broker: return "broker";
            case Credentials: return "credentials";
            case Platform: return "platform";
            case Sensor: return "sensor";
            case Storage: return "storage";
            case Clock: return "clock";
            default: return "unknown";
        }
    }
}
