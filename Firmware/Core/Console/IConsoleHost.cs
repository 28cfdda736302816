namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// What the console asks of whoever runs the gateway. No call waits: a probe is begun, then asked for its findings until it is done.
/// </summary>
public interface IConsoleHost
{
    /// <summary>Restarts the gateway as soon as it has been stopped properly.</summary>
    void Reboot();
}
