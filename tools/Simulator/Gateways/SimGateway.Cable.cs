using ZhiSan.Edge.Core.Console;

namespace ZhiSan.Edge.Simulator;

/// <content>The technician's cable.</content>
internal sealed partial class SimGateway : IConsoleHost
{
    /// <summary>The cable: what is typed goes in, and one turn's text comes out.</summary>
    public int Cable(byte[] typed, byte[] buffer)
    {
        var count = 0;
        Try(() =>
        {
            _console!.TakeBytes(Now, typed, 0, typed.Length);
            count = _console.NextText(Now, buffer);
        });
        if (_isRestartAsked)
        {
            StopInOrder(3000);
        }

        return count;
    }

    /// <inheritdoc/>
    void IConsoleHost.Reboot() => _isRestartAsked = true;

    /// <inheritdoc/>
    bool IConsoleHost.BeginProbe(byte probe) => false;

    /// <inheritdoc/>
    int IConsoleHost.NextFinding(ProbeFinding finding) => ProbeFinding.Done;

    /// <inheritdoc/>
    void IConsoleHost.EndProbe()
    {
    }
}
