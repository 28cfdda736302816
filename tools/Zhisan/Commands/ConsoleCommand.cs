using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Cable;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan console</c>: a terminal for a gateway's console.</summary>
internal static class ConsoleCommand
{
    private const byte Leave = 0x1D;
    private const int SliceMs = 20;
    private const int AwayMs = 300;
    private const int WriteMs = 2000;
    private const int QuietMs = 4000;

    private static readonly Option<string?> Port = CableOptions.Port();

    private static readonly Option<int> Baud = CableOptions.Baud();

    private static readonly Option<FileInfo?> Log = new("--log") { Description = "Append what is shown to this file." };

    private static readonly Option<FileInfo?> History = new("--history") { Description = "File with the lines typed before (default: ~/.zhisan/console-history)." };

    public static Command Create()
    {
        var command = new Command("console", "A terminal on a gateway's console: Ctrl-] leaves, arrows recall, a pulled cable is waited for.")
        {
            Port, Baud, Log, History,
        };
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("console", cancel, stop => Task.Run(() => Run(parsed, stop), stop)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken stop)
    {
        string name = CableOptions.FindPort(parsed.GetValue(Port));
        string history = parsed.GetValue(History)?.FullName
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".zhisan", "console-history");
        using Stream output = Console.OpenStandardOutput();
        using FileStream? log = parsed.GetValue(Log) is { } file ? new FileStream(file.FullName, FileMode.Append, FileAccess.Write, FileShare.Read, 0) : null;
        ISerialPort? port = SerialPortOpener.Open(name, parsed.GetValue(Baud));
        try
        {
            Say(output, log, $"{name}; Ctrl-] leaves");
            using var keys = new LocalTerminal();
            var session = new TerminalSession(output, log, new TerminalHistory(history));
            Queue<string>? script = Console.IsInputRedirected ? new(Console.In.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)) : null;
            port.Write("\r"u8, WriteMs);
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    ISerialPort open = port ?? Return(name, parsed.GetValue(Baud), output, log);
                    port = open;
                    if (!session.Turn(open, script == null ? keys : null, script))
                    {
                        output.Write("\r\n"u8);
                        return ExitCodes.Ok;
                    }
                }
                catch (SerialHangUpException pulled) when (pulled.Message.StartsWith(name, StringComparison.Ordinal))
                {
                    port?.Dispose();
                    port = null;
                    Say(output, log, string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} the cable is out; waiting for it"));
                }
            }

            return ExitCodes.Ok;
        }
        finally
        {
            port?.Dispose();
        }

        ISerialPort Return(string device, int baud, Stream screen, FileStream? record)
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    ISerialPort back = SerialPortOpener.Open(device, baud);
                    Say(screen, record, string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} the cable is back"));
                    back.Write("\r"u8, WriteMs);
                    return back;
                }
                catch (SerialException)
                {
                    stop.WaitHandle.WaitOne(AwayMs);
                }
            }

            throw new OperationCanceledException(stop);
        }
    }

    private static void Say(Stream output, FileStream? log, string text)
    {
        byte[] line = Encoding.UTF8.GetBytes($"\r\n[{text}]\r\n");
        output.Write(line);
        log?.Write(line);
    }

    private sealed class TerminalSession(Stream output, FileStream? log, TerminalHistory history)
    {
        private readonly EchoedLine _line = new();
        private readonly byte[] _bytes = new byte[1024];
        private long _heardMs = Environment.TickCount64;

        /// <summary>Passes on what there is; false when the person leaves or the script is over.</summary>
        public bool Turn(ISerialPort port, LocalTerminal? keys, Queue<string>? script)
        {
            int count = port.Read(_bytes, SliceMs);
            output.Write(_bytes, 0, count);
            output.Flush();
            log?.Write(_bytes, 0, count);
            for (int i = 0; i < count; i++)
            {
                if (_line.Take(_bytes[i]))
                {
                    history.Add(_line.Ended);
                }
            }

            _heardMs = count > 0 ? Environment.TickCount64 : _heardMs;
            return script != null ? PlayOn(port, script, count) : keys == null || PassKeys(port, keys);
        }

        // A line of a script waits for the prompt, or, where the gateway asks something without one, for silence.
        private bool PlayOn(ISerialPort port, Queue<string> script, int count)
        {
            bool isWaiting = count == 0 && (_line.IsPrompt || Environment.TickCount64 - _heardMs > QuietMs);
            if (!isWaiting)
            {
                return true;
            }

            if (script.Count == 0)
            {
                return false;
            }

            port.Write(Encoding.UTF8.GetBytes(script.Dequeue().TrimEnd('\r') + "\r"), WriteMs);
            _heardMs = Environment.TickCount64;
            Thread.Sleep(SliceMs * 5);
            return true;
        }

        private bool PassKeys(ISerialPort port, LocalTerminal keys)
        {
            byte[] typed = new byte[256];
            int count = keys.Read(typed, 0);
            ReadOnlySpan<byte> bytes = typed.AsSpan(0, count);
            if (bytes.Contains(Leave))
            {
                return false;
            }

            // Lines from before are kept here; the gateway's own memory is four lines.
            string? recalled = bytes.SequenceEqual("\u001b[A"u8) || bytes.SequenceEqual("\u001bOA"u8) ? history.Move(-1)
                : bytes.SequenceEqual("\u001b[B"u8) || bytes.SequenceEqual("\u001bOB"u8) ? history.Move(1) : null;
            if (recalled != null)
            {
                port.Write([0x15, .. Encoding.UTF8.GetBytes(recalled)], WriteMs);
            }
            else if (count > 0 && bytes[0] != 0x1B)
            {
                port.Write(bytes, WriteMs);
            }

            return true;
        }
    }
}
