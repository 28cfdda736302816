using System;
using System.Diagnostics;
using System.Threading;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.VirtualGateway;

/// <summary>
/// A serial port as the cable to a virtual gateway's console. A thread of its own reads; when the cable is pulled it waits until
/// it is back. What is sent while nobody is there is lost, as on a real line.
/// </summary>
public sealed class ConsoleCable : IConsoleChannel, IDisposable
{
    private const int BitsPerByte = 10;
    private const int BurstBytes = 256;
    private const int PollMs = 20;
    private const int AwayMs = 50;
    private const int KeptBytes = 4096;

    private readonly Func<ISerialPort> _open;
    private readonly bool _opensAgain;
    private readonly double _bytesPerMs;
    private readonly object _gate = new();
    private readonly byte[] _arrived = new byte[KeptBytes];
    private readonly Thread _thread;
    private ISerialPort? _port;
    private byte[] _unsent = [];
    private int _arrivedCount;
    private bool _wasFull;
    private double _credit = BurstBytes;
    private long _creditAt = Stopwatch.GetTimestamp();
    private volatile int _absences;
    private volatile bool _isClosed;

    private ConsoleCable(Func<ISerialPort> open, bool opensAgain, int baud)
    {
        _open = open;
        _opensAgain = opensAgain;
        _bytesPerMs = baud / (double)BitsPerByte / 1000;
        _thread = new Thread(Run) { IsBackground = true, Name = "console cable" };
    }

    /// <inheritdoc/>
    public event Action? Ready;

    /// <summary>How often nobody was found at the other end; counts on while nobody is.</summary>
    public int Absences => _absences;

    /// <inheritdoc/>
    public bool CanWrite
    {
        get
        {
            lock (_gate)
            {
                _wasFull = !Send();
                return !_wasFull;
            }
        }
    }

    /// <summary>A cable over the near end of a pseudo-terminal.</summary>
    /// <param name="terminal">The pseudo-terminal; the cable closes it.</param>
    /// <param name="baud">Speed to keep to, in bits per second; 0 is as fast as it goes.</param>
    public static ConsoleCable Over(PseudoTerminal terminal, int baud = 0) => Start(() => terminal, false, baud);

    /// <summary>A cable over a serial device, which is opened again whenever it is back.</summary>
    /// <param name="name">The device.</param>
    /// <param name="baud">Speed of the port, in bits per second.</param>
    /// <exception cref="SerialException">It cannot be opened now.</exception>
    public static ConsoleCable Over(string name, int baud = SerialPortOpener.ConsoleBaud)
    {
        ISerialPort? first = SerialPortOpener.Open(name, baud);
        return Start(() => Interlocked.Exchange(ref first, null) ?? SerialPortOpener.Open(name, baud), true, 0);
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer)
    {
        lock (_gate)
        {
            int count = Math.Min(buffer.Length, _arrivedCount);
            Array.Copy(_arrived, buffer, count);
            _arrivedCount -= count;
            Array.Copy(_arrived, count, _arrived, 0, _arrivedCount);
            return count;
        }
    }

    /// <inheritdoc/>
    public void Write(byte[] buffer, int count)
    {
        lock (_gate)
        {
            _unsent = [.. _unsent, .. buffer.AsSpan(0, count)];
            Send();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        _thread.Join();
        _port?.Dispose();
    }

    private static ConsoleCable Start(Func<ISerialPort> open, bool opensAgain, int baud)
    {
        var cable = new ConsoleCable(open, opensAgain, baud);
        cable._port = open();
        cable._thread.Start();
        return cable;
    }

    private void Run()
    {
        byte[] bytes = new byte[1024];
        while (!_isClosed)
        {
            try
            {
                ISerialPort port = _port ??= _open();
                int room = Room;
                int count = room == 0 ? 0 : port.Read(bytes.AsSpan(0, Math.Min(room, bytes.Length)), PollMs);
                if (room == 0)
                {
                    Thread.Sleep(1);
                }

                if (Take(bytes, count))
                {
                    Ready?.Invoke();
                }
            }
            catch (SerialException)
            {
                Lose();
                Thread.Sleep(AwayMs);
            }
        }
    }

    private int Room
    {
        get
        {
            lock (_gate)
            {
                return KeptBytes - _arrivedCount;
            }
        }
    }

    private bool Take(byte[] bytes, int count)
    {
        lock (_gate)
        {
            Array.Copy(bytes, 0, _arrived, _arrivedCount, count);
            _arrivedCount += count;
            bool isFree = _wasFull && Send();
            _wasFull &= !isFree;
            return count > 0 || isFree;
        }
    }

    private void Lose()
    {
        lock (_gate)
        {
            _unsent = [];
            if (_opensAgain)
            {
                _port?.Dispose();
                _port = null;
            }
        }

        _absences++;
        Ready?.Invoke();
    }

    // True when nothing is left to send.
    private bool Send()
    {
        try
        {
            int count = Math.Min(_unsent.Length, Allowance());
            int sent = count == 0 || _port == null ? 0 : _port.TryWrite(_unsent.AsSpan(0, count));
            _credit -= sent;
            _unsent = _port == null ? [] : _unsent[sent..];
        }
        catch (SerialException)
        {
            _unsent = [];
        }

        return _unsent.Length == 0;
    }

    private int Allowance()
    {
        if (_bytesPerMs == 0)
        {
            return int.MaxValue;
        }

        _credit = Math.Min(BurstBytes, _credit + (Stopwatch.GetElapsedTime(_creditAt).TotalMilliseconds * _bytesPerMs));
        _creditAt = Stopwatch.GetTimestamp();
        return (int)_credit;
    }
}
