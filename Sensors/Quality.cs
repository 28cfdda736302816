namespace ZhiSan.Edge.Sensors;

/// <summary>
/// What is known about one reading. Exactly three bits: the journal stores it as such, so no value is ever added or renumbered.
/// </summary>
public static class Quality
{
    /// <summary>Measured now, by the sensor itself, within its range.</summary>
    public const byte Good = 0;

    /// <summary>Measured, but another check says that it is implausible (a step, a disagreement).</summary>
    public const byte Suspect = 1;

    /// <summary>Measured, but the value has not moved for longer than this quantity can stand still.</summary>
    public const byte Stuck = 2;

    /// <summary>Measured, but beyond what the sensor can measure; the value is the limit it stopped at.</summary>
    public const byte OutOfRange = 3;

    /// <summary>Asked for, and the sensor failed or did not answer in time. There is no value.</summary>
    public const byte SensorFault = 4;

    /// <summary>Measured, but before the sensor has settled after power-up.</summary>
    public const byte WarmingUp = 5;

    /// <summary>Computed from redundant sensors because the first of them did not give a good value.</summary>
    public const byte Substituted = 6;

    /// <summary>Not asked for in this scan, or the source has a hole here. There is no value.</summary>
    public const byte Absent = 7;

    /// <summary>Bits that hold any quality.</summary>
    public const int Bits = 3;

    /// <summary>The largest quality code.</summary>
    public const byte Max = 7;

    /// <summary>Whether a reading of this quality carries a value. Where it does not, the value is 0 by convention.</summary>
    /// <param name="quality">One of the codes above.</param>
    public static bool HasValue(byte quality) => quality != SensorFault && quality != Absent;

    /// <summary>The name used in messages and reports, for example <c>out-of-range</c>.</summary>
    /// <param name="quality">One of the codes above; anything else gives <c>unknown</c>.</param>
    public static string Name(byte quality)
    {
        switch (quality)
        {
            case Good: return "good";
            case Suspect: return "suspect";
            case Stuck: return "stuck";
            case OutOfRange: return "out-of-range";
            case SensorFault: return "sensor-fault";
            case WarmingUp: return "warming-up";
            case Substituted: return "substituted";
            case Absent: return "absent";
            default: return "unknown";
        }
    }
}
