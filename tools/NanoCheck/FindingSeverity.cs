namespace ZhiSan.Edge.NanoCheck;

/// <summary>How bad a finding is. Only errors turn the gate red.</summary>
public enum FindingSeverity
{
    /// <summary>Works on the device, but costs something that its author should know about.</summary>
    Warning,

    /// <summary>Does not load, does not run, or means something else on the device.</summary>
    Error,
}
