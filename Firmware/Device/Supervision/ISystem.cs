namespace ZhiSan.Edge.Device.Supervision;

/// <summary>The machine as supervision sees it.</summary>
public interface ISystem
{
    /// <summary>Bytes free on the managed heap; collects first, so it is a figure for now and then.</summary>
    int FreeHeapBytes { get; }

    /// <summary>Restarts the chip; does not return on a device.</summary>
    void Reboot();

    /// <summary>Writes a line for a developer with a debugger. Never a secret.</summary>
    void Trace(string line);
}
