using System;

namespace ZhiSan.Edge.Serial;

/// <summary>Opens serial ports on the system that this runs on.</summary>
public static class SerialPortOpener
{
    /// <summary>Speed of a gateway's console, in bits per second.</summary>
    public const int ConsoleBaud = 115200;

    /// <summary>Opens a port: raw, 8 data bits, no parity, 1 stop bit, no flow control, for this program alone.</summary>
    /// <param name="name">The device, for example <c>/dev/ttyUSB0</c>.</param>
    /// <param name="baud">Speed in bits per second: 9600 to 921600, the usual steps.</param>
    /// <exception cref="SerialException">It cannot be opened; the message says what to do.</exception>
    public static ISerialPort Open(string name, int baud = ConsoleBaud) => OperatingSystem.IsLinux()
        ? LinuxSerialPort.Open(name, baud)
        : throw new SerialException("serial ports are built for Linux only so far: tools/Serial/README.md says what Windows takes");
}
