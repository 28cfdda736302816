using System;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// A pseudo-terminal: this end is a port, the other one a device that programs open by <see cref="OtherEnd"/> as if it were a
/// serial cable. While nobody has it open, this end reports a hang-up; it need not be opened again.
/// </summary>
public sealed class PseudoTerminal : ISerialPort
{
    private readonly TerminalFile _file;

    private PseudoTerminal(TerminalFile file)
    {
        _file = file;
    }

    /// <summary>Path of the other end, for example <c>/dev/pts/7</c>.</summary>
    public string OtherEnd => _file.Name;

    /// <inheritdoc/>
    public string Name => _file.Name;

    /// <summary>Whether a program has the other end open.</summary>
    public bool IsConnected => _file.IsConnected;

    /// <summary>Makes a pseudo-terminal, raw from the beginning.</summary>
    /// <exception cref="SerialException">The system has none to give.</exception>
    public static PseudoTerminal Create()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new SerialException("pseudo-terminals are built for Linux only");
        }

        const int Flags = LinuxCalls.OpenReadWrite | LinuxCalls.OpenNotControlling | LinuxCalls.OpenNonBlocking
            | LinuxCalls.OpenCloseOnExec;
        int descriptor = LinuxCalls.OpenPseudoTerminal(Flags);
        if (descriptor < 0)
        {
            throw new SerialException($"no pseudo-terminal can be had ({LinuxCalls.ErrorText})");
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            byte[] name = new byte[128];
            if (LinuxCalls.Grant(file) != 0 || LinuxCalls.Unlock(file) != 0
                || LinuxCalls.NameOfOtherEnd(file, name, (nuint)name.Length) != 0)
            {
                throw new SerialException($"no pseudo-terminal can be had ({LinuxCalls.ErrorText})");
            }

            string path = Encoding.ASCII.GetString(name, 0, Array.IndexOf(name, (byte)0));
            Termios.SetRaw(file, path, SerialPortOpener.ConsoleBaud);
            HangUp(path);
            return new PseudoTerminal(new TerminalFile(file, path));
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

    /// <summary>Ends it: whoever has the other end open sees the cable pulled.</summary>
    public void Dispose() => _file.Dispose();

    // Before its first opening the system does not say that nobody is there; after it, it does.
    private static void HangUp(string path)
    {
        int other = LinuxCalls.Open(path, LinuxCalls.OpenReadWrite | LinuxCalls.OpenNotControlling | LinuxCalls.OpenCloseOnExec);
        if (other >= 0)
        {
            LinuxCalls.Close(other);
        }
    }
}
