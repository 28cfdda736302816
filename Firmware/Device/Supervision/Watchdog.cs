using System.Threading;
using ZhiSan.Edge.Device.Storage;

namespace ZhiSan.Edge.Device.Supervision;

/// <summary>
/// Restarts a gateway whose main loop stopped turning. There is no hardware watchdog to be had from managed code; this thread
/// catches a loop that hangs in a driver or spins, not a dead interpreter.
/// </summary>
public sealed class Watchdog
{
    private readonly Panic _panic;
    private readonly DeviceFileStore _store;
    private readonly int _lookMs;
    private readonly int _patienceLooks;
    private int _beats;
    private string _doing = "starting";
    private bool _stopped;

    /// <summary>Makes a watchdog that is not running yet.</summary>
    /// <param name="panic">What to do when the loop stalls.</param>
    /// <param name="store">Asked whether a file operation is under way.</param>
    /// <param name="patienceMs">How long the loop may be silent; well above the longest step, and above recovery.</param>
    /// <param name="lookMs">Distance between two looks.</param>
    public Watchdog(Panic panic, DeviceFileStore store, int patienceMs, int lookMs)
    {
        _panic = panic;
        _store = store;
        _lookMs = lookMs;
        _patienceLooks = patienceMs / lookMs;
    }

    /// <summary>Starts the thread.</summary>
    public void Start() => new Thread(Run).Start();

    /// <summary>Ends the thread at its next look: the gateway stops on purpose.</summary>
    public void Stop() => _stopped = true;

    /// <summary>The main loop is alive.</summary>
    /// <param name="doing">What it is about to do; a constant, so that this costs nothing.</param>
    public void Beat(string doing)
    {
        _doing = doing;
        _beats++;
    }

    private void Run()
    {
        // Looks are counted, not milliseconds: a clock that jumps must not restart anything.
        int seen = _beats;
        int silent = 0;
        while (!_stopped)
        {
            Thread.Sleep(_lookMs);
            silent = _beats == seen ? silent + 1 : 0;
            seen = _beats;
            if (silent >= _patienceLooks && !_stopped)
            {
                _panic.Report("watchdog", "main loop stalled while " + _doing, !_store.IsBusy);
                silent = 0;
            }
        }
    }
}
