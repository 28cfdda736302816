namespace ZhiSan.Edge.Sensors;

/// <summary>
/// A sensor that says itself when its readings happen: a recording that is replayed, a rain gauge that reports tips. It has no
/// <see cref="Schedule"/>, nothing of it is ever skipped, and each of its readings carries exactly the time that it gave.
/// </summary>
public interface ISelfTimedSensor : ISensor
{
    /// <summary>
    /// When the next reading is due, in milliseconds of the gateway's monotonic clock; <c>long.MaxValue</c> when there is none
    /// (yet). Each <see cref="ISensor.Start"/> takes the reading that is due and moves this on to a later instant.
    /// </summary>
    long NextDueMs { get; }
}
