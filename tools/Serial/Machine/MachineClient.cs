using System;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// Talks to a gateway's console in the machine form: one command at a time, every line with an id and a checksum. What was damaged on
/// the line is asked again; what another program or a person said before is passed over. Not thread-safe.
/// </summary>
/// <param name="port">An open port; not closed here.</param>
/// <param name="stop">Ends every wait.</param>
public sealed class MachineClient(ISerialPort port, CancellationToken stop = default)
{
    /// <summary>Longest silence of a gateway in the middle of a command, in milliseconds.</summary>
    public const int DefaultSilenceMs = 4000;

    private const int Tries = 4;
    private const int SliceMs = 100;
    private const byte CtrlC = 3;

    // Answers to whoever was on this line before must not be taken for ours.
    private readonly string _prefix = Random.Shared.Next(0x1000, 0x10000).ToString("x4", CultureInfo.InvariantCulture);
    private readonly MachineLines _lines = new();
    private int _requests;

    /// <summary>Requests that had to be sent again.</summary>
    public int Repeats { get; private set; }

    /// <summary>Ends whatever is half typed or running there, and says who is there.</summary>
    /// <returns>The answer to <c>version</c>.</returns>
    /// <exception cref="SerialException">Nobody answers; the message says what to look at.</exception>
    public MachineReply Greet(int silenceMs = 1000)
    {
        Interrupt();
        MachineReply reply = Ask("version", silenceMs: silenceMs);
        return reply.Ok ? reply : throw new SerialException($"{port.Name}: the gateway does not say who it is: {reply.Error}");
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="onProgress">Takes the lines on the way to the answer; those that were damaged never come.</param>
    /// <param name="silenceMs">Longest time without a line that is ours, in milliseconds.</param>
    /// <param name="mayRepeat">Whether the command may be carried out twice: only then is it sent again when no answer comes.</param>
    /// <exception cref="SerialException">No answer came.</exception>
    /// <exception cref="SerialHangUpException">The cable is out.</exception>
    public MachineReply Ask(
        string command, Action<MachineReply>? onProgress = null, int silenceMs = DefaultSilenceMs, bool mayRepeat = true)
    {
        for (int attempt = 1; ; attempt++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{++_requests}");
            port.Write(MachineFrame.Request(id, command), silenceMs);
            MachineReply? reply = Await(id, onProgress, silenceMs);

            // A line that arrived damaged was not carried out: it may always be sent again.
            bool wasRefusedUnread = reply is { Ok: false, Error: "crc" or "bad-line" };
            if (reply != null && !wasRefusedUnread)
            {
                return reply;
            }

            if (attempt == Tries || (reply == null && !mayRepeat))
            {
                throw new SerialException($"{port.Name}: no answer; is it the gateway's console (115200 baud, RX and TX crossed)?");
            }

            Repeats++;
            Interrupt();
        }
    }

    private void Interrupt() => port.Write([CtrlC], DefaultSilenceMs);

    private MachineReply? Await(string id, Action<MachineReply>? onProgress, int silenceMs)
    {
        long heard = Stopwatch.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            while (_lines.TryTake(out ReadOnlySpan<byte> line))
            {
                if (!MachineFrame.TryRead(line, id, out bool isLast, out JsonElement body))
                {
                    continue;
                }

                if (isLast)
                {
                    return new MachineReply(body);
                }

                heard = Stopwatch.GetTimestamp();
                onProgress?.Invoke(new MachineReply(body));
            }

            double left = silenceMs - Stopwatch.GetElapsedTime(heard).TotalMilliseconds;
            if (left <= 0)
            {
                return null;
            }

            _lines.Fill(port, Math.Min(SliceMs, (int)left + 1));
        }
    }
}
