namespace ZhiSan.Edge.Sensors;

/// <summary>
/// A sensor in its place within a <see cref="Sampler"/>: what it was given when it was added, and where it stands now.
/// </summary>
internal sealed class SamplerSeat
{
    /// <summary>The <see cref="Round"/> of a sensor that is not measuring.</summary>
    public const int NoRound = -1;

    public SamplerSeat(ISensor sensor, Schedule? schedule, int firstChannel)
    {
        Sensor = sensor;
        SelfTimed = sensor as ISelfTimedSensor;
        Schedule = schedule;
        FirstChannel = firstChannel;
        ChannelCount = sensor.ChannelCount;
        TimeoutMs = sensor.TimeoutMs;
        Health = new SensorHealth();
        Round = NoRound;
    }

    public readonly ISensor Sensor;

    public readonly ISelfTimedSensor? SelfTimed;

    /// <summary>Null exactly for self-timed sensors.</summary>
    public readonly Schedule? Schedule;

    public readonly int FirstChannel;

    public readonly int ChannelCount;

    public readonly int TimeoutMs;

    public readonly SensorHealth Health;

    /// <summary>The next slot that has neither been started nor been counted as missed.</summary>
    public long NextSlotMs;

    /// <summary>Index of the open scan this sensor is measuring for, or <see cref="NoRound"/>.</summary>
    public int Round;

    /// <summary>When the measurement is given up; meaningful while <see cref="Round"/> is set.</summary>
    public long GiveUpMs;

    public bool IsBusy => Round != NoRound;
}
