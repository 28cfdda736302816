namespace ZhiSan.Edge.Sensors;

/// <summary>
/// A sensor as the <see cref="Sampler"/> sees it: started, then polled until it is done. Neither call waits: a conversion that
/// takes 15 ms or 5 s is a sequence of <see cref="SensorStatus.Busy"/> answers. The sampler calls from one thread only.
/// </summary>
public interface ISensor
{
    /// <summary>A short name for messages and reports, for example <c>sht31</c>.</summary>
    string Id { get; }

    /// <summary>Number of channels this sensor fills, at least 1, constant.</summary>
    int ChannelCount { get; }

    /// <summary>
    /// The longest time from <see cref="Start"/> to the end, in milliseconds, at least 1, constant. When it has passed and the
    /// sensor is still busy, the sampler gives this measurement up and marks its channels <see cref="Quality.SensorFault"/>.
    /// </summary>
    int TimeoutMs { get; }

    /// <summary>Describes one channel; the answer never changes.</summary>
    /// <param name="index">0 to <see cref="ChannelCount"/> - 1.</param>
    Channel GetChannel(int index);

    /// <summary>
    /// Begins a measurement. It is also called after a failure or a timeout: it then abandons whatever was going on.
    /// </summary>
    /// <param name="monotonicMs">Now, in milliseconds of the gateway's monotonic clock.</param>
    void Start(long monotonicMs);

    /// <summary>
    /// Asks how far the measurement is. On <see cref="SensorStatus.Ready"/> the sensor has set its channels in
    /// <paramref name="target"/>; a channel that it leaves alone is absent.
    /// </summary>
    /// <param name="monotonicMs">Now, in milliseconds of the gateway's monotonic clock.</param>
    /// <param name="target">Where the readings go.</param>
    /// <param name="firstChannel">The scan's number of this sensor's channel 0; its others follow.</param>
    SensorStatus Poll(long monotonicMs, Scan target, int firstChannel);
}
