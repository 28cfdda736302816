namespace ZhiSan.Edge.Core;

/// <summary>Where UTC came from. The numbers are in records: never renumber.</summary>
public static class ClockSource
{
    /// <summary>From the network: SNTP.</summary>
    public const byte Network = 1;

    /// <summary>From a clock chip with a battery.</summary>
    public const byte Chip = 2;

    /// <summary>Somebody typed it in.</summary>
    public const byte Person = 3;

    /// <summary>From the platform.</summary>
    public const byte Platform = 4;

    /// <summary>The source's word in JSON.</summary>
    public static string Name(byte source)
    {
        switch (source)
        {
            case Network: return "network";
            case Chip: return "chip";
            case Person: return "person";
            case Platform: return "platform";
            default: return "none";
        }
    }
}
