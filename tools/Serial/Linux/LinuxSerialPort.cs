using System;
using Microsoft.Win32.SafeHandles;

namespace ZhiSan.Edge.Serial;

/// <summary>A serial port of Linux, over the C library: raw, locked for this program alone, never blocking.</summary>
internal sealed class LinuxSerialPort : ISerialPort
{
    private readonly TerminalFile _file;

    private LinuxSerialPort(TerminalFile file)
    {
        _file = file;
    }

    /// <inheritdoc/>
    public string Name => _file.Name;

    /// <summary>Opens a port; what had arrived before is thrown away.</summary>
    /// <exception cref="SerialException">It cannot be opened; the message says what to do.</exception>
    public static LinuxSerialPort Open(string name, int baud)
    {
        const int Flags = LinuxCalls.OpenReadWrite | LinuxCalls.OpenNotControlling | LinuxCalls.OpenNonBlocking
            | LinuxCalls.OpenCloseOnExec;
        int descriptor = LinuxCalls.Open(name, Flags);
        if (descriptor < 0)
        {
            throw new SerialException(WhyNot(name, LinuxCalls.Error));
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            // The first keeps this tool's other runs out, whoever runs them; the second all other programs.
            if (LinuxCalls.Lock(file, LinuxCalls.LockExclusiveNow) != 0)
            {
                throw new SerialException(WhyNot(name, LinuxCalls.Busy));
            }

            Termios.SetRaw(file, name, baud);
            LinuxCalls.Control(file, LinuxCalls.ExclusiveUse);
            LinuxCalls.Flush(file, LinuxCalls.FlushBoth);
            return new LinuxSerialPort(new TerminalFile(file, name));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, int timeoutMs) => _file.Read(buffer, timeoutMs);

    /// <inheritdoc/>
    public int TryWrite(ReadOnlySpan<byte> bytes) => _file.TryWrite(bytes);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, int timeoutMs) => _file.Write(bytes, timeoutMs);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string WhyNot(string name, int error) => error switch
    {
        LinuxCalls.NoSuchFile or LinuxCalls.NoSuchDeviceAddress => $"there is no {name}: plug the cable in, or name another port",
        LinuxCalls.NotPermitted => $"{name} may not be opened: add yourself to its group (sudo usermod -aG dialout $USER) and log in again",
        LinuxCalls.Busy => $"{name} is in use: end the other program (zhisan console, minicom, screen...)",
        _ => $"{name} cannot be opened ({System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)})",
    };
}
