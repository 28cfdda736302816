namespace ZhiSan.Edge.Sensors;

/// <summary>How far a started measurement is.</summary>
public enum SensorStatus : byte
{
    /// <summary>Still measuring; poll again.</summary>
    Busy = 0,

    /// <summary>Done: the readings are in the scan.</summary>
    Ready = 1,

    /// <summary>Given up: there will be no readings from this start.</summary>
    Failed = 2,
}
