namespace ZhiSan.Edge.Device;

/// <summary>A battery-backed clock beside the processor. Neither call throws: a flat battery is no reason not to record.</summary>
public interface IClockChip
{
    /// <summary>UTC in milliseconds since 1970; false when the chip does not answer or was never set.</summary>
    bool TryRead(out long utcMs);

    /// <summary>Sets the chip; false when it does not answer.</summary>
    bool TrySet(long utcMs);
}
