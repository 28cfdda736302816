namespace ZhiSan.Edge.DeviceProject;

/// <summary>What a step does.</summary>
public enum FlashStepKind
{
    /// <summary>Copies the whole flash to this computer.</summary>
    Backup,

    /// <summary>Writes nanoCLR.</summary>
    NanoClr,

    /// <summary>Writes the application.</summary>
    Application,

    /// <summary>Puts files onto the device's storage. Its exit code says nothing.</summary>
    Files,
}
