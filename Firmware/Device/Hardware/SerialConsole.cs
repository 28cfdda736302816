using System.IO.Ports;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using ZhiSan.Edge.Device.Terminal;
using Pins = nanoFramework.Hardware.Esp32.Configuration;

namespace ZhiSan.Edge.Device.Hardware;

/// <summary>The console's UART: bytes in, bytes out. COM1 belongs to the debugger and cannot be opened.</summary>
public sealed class SerialConsole : IConsolePort
{
    private const int DataBits = 8;

    private readonly SerialPort _port;
    private readonly AutoResetEvent _wake;

    /// <summary>Opens the port.</summary>
    /// <param name="wake">Set when something has arrived.</param>
    public SerialConsole(AutoResetEvent wake)
    {
        bool second = BuildDefaults.ConsolePort == "COM2";
        Pins.SetPinFunction(BuildDefaults.ConsoleRxPin, second ? DeviceFunction.COM2_RX : DeviceFunction.COM3_RX);
        Pins.SetPinFunction(BuildDefaults.ConsoleTxPin, second ? DeviceFunction.COM2_TX : DeviceFunction.COM3_TX);
        _wake = wake;
        _port = new SerialPort(BuildDefaults.ConsolePort, BuildDefaults.ConsoleBaud, Parity.None, DataBits, StopBits.One);
        _port.Open();
        _port.DataReceived += OnDataReceived;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer)
    {
        int waiting = _port.BytesToRead;
        int count = waiting < buffer.Length ? waiting : buffer.Length;
        return count == 0 ? 0 : _port.Read(buffer, 0, count);
    }

    /// <inheritdoc/>
    public void Write(byte[] buffer, int count) => _port.Write(buffer, 0, count);

    private void OnDataReceived(object sender, SerialDataReceivedEventArgs e) => _wake.Set();
}
