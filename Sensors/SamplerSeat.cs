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

    public ISensor Sensor { get; }

    public ISelfTimedSensor? SelfTimed { get; }

    /// <summary>Null exactly for self-timed sensors.</summary>
    public Schedule? Schedule { get; }

    public int FirstChannel { get; }

    public int ChannelCount { get; }

    public int TimeoutMs { get; }

    public SensorHealth Health { get; }

    /// <summary>The next slot that has neither been started nor been counted as missed.</summary>
    public long NextSlotMs { get; set; }

    /// <summary>Index of the open scan this sensor is measuring for, or <see cref="NoRound"/>.</summary>
    public int Round { get; set; }

    /// <summary>When the measurement is given up; meaningful while <see cref="Round"/> is set.</summary>
    public long GiveUpMs { get; set; }

    public bool IsBusy => Round != NoRound;
}
