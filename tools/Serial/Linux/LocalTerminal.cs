using System;
using Microsoft.Win32.SafeHandles;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// The terminal that a person sits at, with every key passed on as it is typed. Its settings are put back when it is disposed.
/// </summary>
public sealed class LocalTerminal : IDisposable
{
    private readonly SafeFileHandle _file = new(0, ownsHandle: false);
    private readonly TerminalFile _input;
    private readonly byte[]? _before;

    /// <summary>Takes over standard input; when that is no terminal, it is left as it is.</summary>
    public LocalTerminal()
    {
        _input = new TerminalFile(_file, "standard input");
        _before = OperatingSystem.IsLinux() ? Termios.SetKeys(_file) : null;
    }

    /// <summary>Keys typed; 0 when none were in time.</summary>
    /// <exception cref="SerialHangUpException">The terminal is gone.</exception>
    public int Read(Span<byte> keys, int timeoutMs) => _input.Read(keys, timeoutMs);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_before != null)
        {
            Termios.PutBack(_file, _before);
        }
    }
}
