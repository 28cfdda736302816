namespace ZhiSan.Edge.Collector;

/// <summary>What became of a range of numbers that will not come. The numbers are stored: never renumber.</summary>
public enum LossKind
{
    /// <summary>The records existed and are gone.</summary>
    Lost = 1,

    /// <summary>Hourly statistics are left of them.</summary>
    Thinned = 2,

    /// <summary>The power cut their write: no record was ever reported as stored.</summary>
    Torn = 3,
}
