using System;
using System.Diagnostics;
using System.Globalization;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// Fetches a gateway's records over its cable into a file. Goes on where the file ends: after a pulled cable, a damaged line, or another
/// day.
/// </summary>
/// <param name="cable">The cable.</param>
/// <param name="pin">The gateway's PIN.</param>
/// <param name="path">The file.</param>
/// <param name="all">Whether to fetch everything that the gateway still holds, or what the platform does not have.</param>
public sealed class Evacuator(GatewayCable cable, string pin, string path, bool all)
{
    private const int SilenceMs = 10_000;
    private const double WireBytesPerByte = 4.0 / 3;
    private const double WireBytesPerSecond = SerialPortOpener.ConsoleBaud / 10.0;

    private readonly long _began = Stopwatch.GetTimestamp();
    private int _lines;
    private int _runs;
    private long _bytes;
    private long _ofBytes;

    /// <summary>Told after each run.</summary>
    public Action<EvacuationProgress> OnProgress { get; init; } = static _ => { };

    /// <summary>Fetches everything there is.</summary>
    /// <exception cref="SerialException">It could not be brought to its end; the file goes on from where it is next time.</exception>
    public EvacuationResult Run()
    {
        using DumpWriter file = DumpWriter.Open(path);
        long through = cable.Hold((client, identity) => Fetch(client, identity, file));
        file.Dispose();
        Dump written = Dump.Load(path);
        long lost = 0;
        foreach (DumpLost range in written.Lost)
        {
            lost += range.Last - range.First + 1;
        }

        return new EvacuationResult(
            written.Header!.Gateway, written.Header.Epoch, through, _runs, _bytes, lost, Elapsed, cable.Losses);
    }

    private double Elapsed => Stopwatch.GetElapsedTime(_began).TotalSeconds;

    private long Fetch(MachineClient client, MachineReply identity, DumpWriter file)
    {
        GatewayLogin.Enter(client, pin);
        for (int tries = 0; ; tries++)
        {
            long before = file.LastSequence;
            string command = before > 0 ? string.Create(CultureInfo.InvariantCulture, $"evacuate from {before + 1}")
                : all ? "evacuate all" : "evacuate";
            bool isWhole = true;
            _lines = 0;

            // What follows a line that was damaged on the way is of no use: it is asked for again.
            MachineReply? reply = TryAsk(client, command, line => isWhole = isWhole && Take(line, identity, file));
            if (reply is { Ok: false })
            {
                throw new SerialException($"the gateway does not give its records: {reply.Error}; {reply.Hint}");
            }

            if (reply != null && isWhole && IsEnd(reply, identity, file))
            {
                client.Ask("logout");
                file.Finish(new DumpEnd(reply.Number("through"), reply.Text("mac")));
                return reply.Number("through");
            }

            // The line may be noisy; but something must come through.
            tries = file.LastSequence > before ? 0 : tries;
            const int MostVainTries = 8;
            if (tries == MostVainTries)
            {
                throw new SerialException("nothing comes through whole: another cable, or a shorter one? The file goes on from here next time");
            }
        }
    }

    private static MachineReply? TryAsk(MachineClient client, string command, Action<MachineReply> onLine)
    {
        try
        {
            return client.Ask(command, onLine, SilenceMs, mayRepeat: false);
        }
        catch (SerialException silence) when (silence is not SerialHangUpException)
        {
            // The answer was damaged on the line. Whether anybody is there at all, the greeting tells.
            client.Greet();
            return null;
        }
    }

    private bool IsEnd(MachineReply reply, MachineReply identity, DumpWriter file)
    {
        Begin(file, identity, (uint)reply.Number("epoch"));
        return reply.Number("runs") == 0 || file.LastSequence >= reply.Number("through");
    }

    private bool Take(MachineReply line, MachineReply identity, DumpWriter file)
    {
        if (line.Body.TryGetProperty("through", out _) && line.Number("epoch") is var epoch and > 0)
        {
            Begin(file, identity, (uint)epoch);
            _ofBytes = _bytes + line.Number("bytes");
            return true;
        }

        long last = line.Number("last");
        if (file.Header == null || line.Number("n") != ++_lines || last <= file.LastSequence)
        {
            return false;
        }

        if (line.Text("lost") is { Length: > 0 } cause)
        {
            file.Add(new DumpLost(line.Number("first"), last, cause));
            return true;
        }

        return TakeRun(Decode(line.Text("run")), last, file);
    }

    private bool TakeRun(byte[] run, long last, DumpWriter file)
    {
        var header = new RunHeader();
        bool isRun = header.Read(run, 0, run.Length) == RunHeaderStatus.Ok && Dump.LastOf(run, header) == last;
        if (!isRun || header.Epoch != file.Header!.Epoch)
        {
            return false;
        }

        file.Add(run, last);
        _runs++;
        _bytes += run.Length;
        double seconds = Elapsed;
        double left = Math.Max(0, _ofBytes - _bytes);
        double pace = seconds > 1 ? _bytes / seconds : WireBytesPerSecond / WireBytesPerByte;
        OnProgress(new EvacuationProgress(_runs, _bytes, _ofBytes, (int)Math.Ceiling(left / pace)));
        return true;
    }

    private void Begin(DumpWriter file, MachineReply identity, uint epoch)
    {
        string gateway = identity.Text("gateway");
        if (file.Header == null)
        {
            file.Begin(new DumpHeader(gateway, epoch, identity.Text("firmware"), all));
        }
        else if (file.Header.Gateway != gateway || file.Header.Epoch != epoch)
        {
            throw new SerialException(
                $"{path} holds records of {file.Header.Gateway}, epoch {file.Header.Epoch:x8}; this is {gateway}, epoch {epoch:x8}: name another file");
        }
    }

    private static byte[] Decode(string text)
    {
        byte[] bytes = new byte[JournalLimits.MaxMessageBytes];
        return Convert.TryFromBase64String(text, bytes, out int count) ? bytes[..count] : [];
    }
}
