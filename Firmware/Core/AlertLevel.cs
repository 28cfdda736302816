namespace ZhiSan.Edge.Core;

/// <summary>How much a gateway needs somebody.</summary>
public enum AlertLevel
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>Keep an eye on it.</summary>
    Watch,

    /// <summary>Somebody has to do something, in days.</summary>
    Act,

    /// <summary>Readings are being lost.</summary>
    Critical,
}
