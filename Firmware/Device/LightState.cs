namespace ZhiSan.Edge.Device;

/// <summary>What the light says.</summary>
public enum LightState
{
    /// <summary>Off: not running.</summary>
    Dark,

    /// <summary>Steady: connected, all well.</summary>
    Online,

    /// <summary>Blinks once a second: recording, not connected.</summary>
    Offline,

    /// <summary>Flickers: somebody asks which gateway this is.</summary>
    Identify,

    /// <summary>Blinks four times a second: the flash refuses, a sensor fails, or there is no configuration.</summary>
    Fault,
}
