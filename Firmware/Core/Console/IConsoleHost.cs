namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// What the console asks of whoever runs the gateway. No call waits: a probe is begun, then asked for its findings until it is done.
/// </summary>
public interface IConsoleHost
{
    /// <summary>Restarts the gateway as soon as it has been stopped properly.</summary>
    void Reboot();

    /// <summary>Begins one of the probes of <see cref="ProbeFinding"/>; false when there is nothing here to do it with.</summary>
    bool BeginProbe(byte probe);

    /// <summary>Asks for the next finding; <see cref="ProbeFinding.Busy"/>, <see cref="ProbeFinding.Found"/> or <see cref="ProbeFinding.Done"/>.</summary>
    int NextFinding(ProbeFinding finding);

    /// <summary>Ends the probe, whatever it is at.</summary>
    void EndProbe();
}
