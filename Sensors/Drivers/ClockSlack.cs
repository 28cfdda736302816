namespace ZhiSan.Edge.Sensors.Drivers;

/// <summary>
/// How long a part is waited for beyond its data sheet. The device's clock moves in steps of 10 ms, and stands still within a turn:
/// what a sensor is told may be older than its command by the set-up of a driver and by the sensors before it.
/// </summary>
internal static class ClockSlack
{
    /// <summary>Added to every waiting time.</summary>
    public const int Ms = 100;
}
