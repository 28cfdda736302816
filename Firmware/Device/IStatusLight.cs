namespace ZhiSan.Edge.Device;

/// <summary>A light that a technician can read from the ladder.</summary>
public interface IStatusLight
{
    /// <summary>Shows a state; called at every turn of the loop.</summary>
    /// <param name="state">One of <see cref="LightState"/>.</param>
    /// <param name="nowMs">Monotonic time.</param>
    void Show(LightState state, long nowMs);

    /// <summary>Time until the light wants to change again, in milliseconds.</summary>
    int NextChangeMs(long nowMs);
}
