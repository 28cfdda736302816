namespace ZhiSan.Edge.Core.Incidents;

/// <summary>What is interrupted. Each can be so once at a time, beside the others.</summary>
public static class IncidentSubject
{
    /// <summary>The gateway itself.</summary>
    public const int Run = 0;

    /// <summary>The link to the broker.</summary>
    public const int Link = 1;

    /// <summary>The platform behind it.</summary>
    public const int Platform = 2;

    /// <summary>Sensors.</summary>
    public const int Sensor = 3;

    /// <summary>The flash.</summary>
    public const int Storage = 4;

    /// <summary>The clock.</summary>
    public const int Clock = 5;

    /// <summary>Number of subjects.</summary>
    public const int Count = 6;
}
