namespace ZhiSan.Edge.Sensors;

/// <summary>
/// The readings of all channels at one instant. Allocated once and reused: a reader copies what it wants to keep.
/// </summary>
public sealed class Scan
{
    /// <summary>Makes an empty scan: every channel absent.</summary>
    /// <param name="channelCount">Channels of the gateway, 0 to <see cref="Sampler.MaxChannels"/>.</param>
    public Scan(int channelCount)
    {
        ChannelCount = channelCount;
        Values = new int[channelCount];
        Qualities = new byte[channelCount];
        Clear();
    }

    /// <summary>
    /// When the readings were taken, in milliseconds of the gateway's monotonic clock. See <see cref="Sampler"/> for the rule.
    /// </summary>
    public long MonotonicMs;

    /// <summary>Number of channels, and the length of both arrays.</summary>
    public readonly int ChannelCount;

    /// <summary>Fixed-point readings, by channel; 0 where the quality says that there is no value.</summary>
    public readonly int[] Values;

    /// <summary>A <see cref="Quality"/> code for each channel.</summary>
    public readonly byte[] Qualities;

    /// <summary>Makes every channel absent. The time stays.</summary>
    public void Clear()
    {
        for (int i = 0; i < ChannelCount; i++)
        {
            Values[i] = 0;
            Qualities[i] = Quality.Absent;
        }
    }

    /// <summary>Sets one reading. The value is dropped where the quality says that there is none.</summary>
    /// <param name="channel">0 to <see cref="ChannelCount"/> - 1.</param>
    /// <param name="value">The fixed-point reading.</param>
    /// <param name="quality">A <see cref="Quality"/> code.</param>
    public void Set(int channel, int value, byte quality)
    {
        Values[channel] = Quality.HasValue(quality) ? value : 0;
        Qualities[channel] = quality;
    }
}
