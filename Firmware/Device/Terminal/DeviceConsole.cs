using System;
using ZhiSan.Edge.Core.Console;

namespace ZhiSan.Edge.Device.Terminal;

/// <summary>
/// Carries bytes between a UART and the core's console. A UART that fails is given up: the cable is not what the gateway is for.
/// </summary>
public sealed class DeviceConsole
{
    // A chunk takes 6 ms at 115,200 bits a second: the loop never waits longer for the cable.
    private const int ChunkBytes = 64;

    private readonly GatewayConsole _console;
    private readonly byte[] _input = new byte[ChunkBytes];
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private IConsolePort? _port;
    private bool _mayHaveMore;

    /// <summary>Ties them together.</summary>
    /// <param name="console">The console.</param>
    /// <param name="port">The UART, or null when there is none: what the console does by itself goes on.</param>
    public DeviceConsole(GatewayConsole console, IConsolePort? port)
    {
        _console = console;
        _port = port;
    }

    /// <summary>When the next turn is due.</summary>
    public long NextDeadlineMs => _port == null ? long.MaxValue : _mayHaveMore ? 0 : _console.NextDeadlineMs;

    /// <summary>One turn of the loop: takes what arrived, sends one chunk.</summary>
    public void Turn(long nowMs)
    {
        _console.Tick(nowMs);
        if (_port == null)
        {
            return;
        }

        try
        {
            // The port says once that bytes have come, not that some are left.
            int count = _port.Read(_input);
            _mayHaveMore = count == ChunkBytes;
            if (count > 0)
            {
                _console.TakeBytes(nowMs, _input, 0, count);
            }

            count = _console.NextText(nowMs, _chunk);
            if (count > 0)
            {
                _port.Write(_chunk, count);
            }
        }
        catch (Exception)
        {
            _port = null;
        }
    }
}
