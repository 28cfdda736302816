using System;
using System.Diagnostics;
using System.Threading;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// The cable to one gateway, which may be pulled and plugged in again at any moment. Work is done as a whole: when the cable falls out in
/// the middle of it, it begins anew as soon as the cable is back, so it must go by what the gateway says, not by what was said before.
/// </summary>
/// <param name="open">Opens the port; throws <see cref="SerialException"/> while it is not there.</param>
/// <param name="stop">Ends every wait.</param>
public sealed class GatewayCable(Func<ISerialPort> open, CancellationToken stop = default) : IDisposable
{
    private const int RetryMs = 100;

    private ISerialPort? _port;
    private MachineClient? _client;

    /// <summary>Told once when the cable is out, and once when it is back.</summary>
    public Action<string> Say { get; init; } = static _ => { };

    /// <summary>Longest time that the cable may be out, in milliseconds.</summary>
    public int PatienceMs { get; init; } = 5 * 60 * 1000;

    /// <summary>How often the cable fell out.</summary>
    public int Losses { get; private set; }

    /// <summary>Does work over the cable, and does it again whenever the cable fell out meanwhile.</summary>
    /// <param name="work">The work; it is given a client that has the gateway's attention, and who the gateway says it is.</param>
    /// <exception cref="SerialException">The port cannot be opened, nobody answers, or the cable stayed out.</exception>
    public T Hold<T>(Func<MachineClient, MachineReply, T> work)
    {
        if (_port == null)
        {
            Connect(open());
        }

        while (true)
        {
            try
            {
                return work(_client!, _client!.Greet());
            }
            catch (SerialHangUpException)
            {
                Losses++;
                Say("the cable is out; plug it in again, it goes on by itself");
                Connect(Await());
                Say("the cable is back");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _port?.Dispose();

    private void Connect(ISerialPort port)
    {
        _port?.Dispose();
        _port = port;
        _client = new MachineClient(port, stop);
    }

    private ISerialPort Await()
    {
        _port?.Dispose();
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return open();
            }
            catch (SerialException) when (Stopwatch.GetElapsedTime(began).TotalMilliseconds < PatienceMs)
            {
                stop.WaitHandle.WaitOne(RetryMs);
            }
        }
    }
}
