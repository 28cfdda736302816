namespace ZhiSan.Edge.Collector;

/// <summary>What a gap in the stream is.</summary>
public enum GapKind
{
    /// <summary>Durable on the gateway, not here yet.</summary>
    Pending,

    /// <summary>Replaced by hourly statistics, because the gateway's flash was full.</summary>
    Thinned,

    /// <summary>Taken, and gone; a record says why.</summary>
    Lost,

    /// <summary>Never taken: no numbers are missing, time is.</summary>
    NotSampled,

    /// <summary>A write that the power cut; the numbers are an upper bound, the reading was never reported as stored.</summary>
    Interrupted,

    /// <summary>Numbers are missing, the gateway no longer holds them, and no record says why.</summary>
    Unaccounted,
}
