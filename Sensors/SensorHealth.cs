namespace ZhiSan.Edge.Sensors;

/// <summary>
/// What one sensor did since the sampler began. Kept by the <see cref="Sampler"/>; read by heartbeat and console.
/// </summary>
public sealed class SensorHealth
{
    /// <summary><see cref="LastGoodMs"/> of a sensor that has not given a good reading yet.</summary>
    public const long Never = -1;

    internal SensorHealth()
    {
        LastGoodMs = Never;
        LastError = "";
    }

    /// <summary>Measurements that ended with readings.</summary>
    public long Readings { get; private set; }

    /// <summary>
    /// Measurements without readings, for any reason; <see cref="Timeouts"/> and <see cref="Exceptions"/> are among them.
    /// </summary>
    public long Failures { get; private set; }

    /// <summary>Measurements given up because the sensor was busy for too long.</summary>
    public long Timeouts { get; private set; }

    /// <summary>Measurements that ended with an exception from the driver.</summary>
    public long Exceptions { get; private set; }

    /// <summary>Slots that passed without a measurement because the gateway stalled or the sensor was busy.</summary>
    public long MissedSlots { get; private set; }

    /// <summary>Failures since the sensor last gave readings.</summary>
    public int ConsecutiveFailures { get; private set; }

    /// <summary>
    /// Scan time of the last measurement with at least one good reading, monotonic milliseconds, or <see cref="Never"/>.
    /// </summary>
    public long LastGoodMs { get; private set; }

    /// <summary>The message of the driver's last exception, or empty.</summary>
    public string LastError { get; private set; }

    internal void CountReading(long scanMs, bool anyGood)
    {
        Readings++;
        ConsecutiveFailures = 0;
        if (anyGood)
        {
            LastGoodMs = scanMs;
        }
    }

    internal void CountFailure()
    {
        Failures++;
        if (ConsecutiveFailures < int.MaxValue)
        {
            ConsecutiveFailures++;
        }
    }

    internal void CountTimeout()
    {
        Timeouts++;
        CountFailure();
    }

    internal void CountException(string message)
    {
        LastError = message;
        Exceptions++;
        CountFailure();
    }

    internal void CountMissedSlots(long count)
    {
        MissedSlots += count;
    }
}
