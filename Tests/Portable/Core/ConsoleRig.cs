using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Core;

/// <summary>A console on a gateway, with a person or a program at the other end of the cable.</summary>
internal sealed class ConsoleRig : IConsoleHost
{
    private readonly byte[] _chunk = new byte[100];
    private readonly char[] _text = new char[100];
    private int _nextFinding;
    private bool _isBusy;

    public ConsoleRig()
    {
        Rig = new GatewayRig(new MemoryStore());
        Attach();
    }

    public GatewayRig Rig { get; }

    public GatewayConsole Console { get; private set; } = null!;

    public GatewayConfiguration Configuration { get; private set; } = null!;

    public int Reboots { get; private set; }

    /// <summary>Whether a platform acknowledges what is sent while <see cref="TypeAndWait"/> waits.</summary>
    public bool PlatformAnswers { get; set; }

    /// <summary>Whether a broker is there that takes the gateway in while <see cref="TypeAndWait"/> waits.</summary>
    public bool BrokerAnswers { get; set; }

    /// <summary>What the next probe finds: step, verdict (0, 1, 2), text, by turns; null when there is no probe.</summary>
    public string[]? Findings { get; set; }

    public void Reboot() => Reboots++;

    public bool BeginProbe(byte probe)
    {
        _nextFinding = 0;
        return Findings != null;
    }

    public int NextFinding(ProbeFinding finding)
    {
        // Every other time it is still at it.
        _isBusy = !_isBusy;
        if (_isBusy)
        {
            return ProbeFinding.Busy;
        }

        if (Findings == null || _nextFinding >= Findings.Length)
        {
            return ProbeFinding.Done;
        }

        finding.Step = Findings[_nextFinding];
        finding.Verdict = (byte)(Findings[_nextFinding + 1][0] - '0');
        finding.Text = Findings[_nextFinding + 2];
        finding.Number = -60;
        _nextFinding += 3;
        return ProbeFinding.Found;
    }

    public void EndProbe() => _nextFinding = 0;

    /// <summary>A power cut and a new start: only the store stays.</summary>
    public void Restart()
    {
        // The device's heap holds one gateway.
        Console = null!;
        Rig.Start();
        Attach();
    }

    /// <summary>Types bytes and gives everything that comes back, bytes as characters.</summary>
    public string Type(string text)
    {
        Put(text);
        return Listen();
    }

    /// <summary>Types bytes and does not listen yet.</summary>
    public void Put(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)text[i];
        }

        Console.TakeBytes(Rig.NowMs, bytes, 0, bytes.Length);
    }

    /// <summary>Gives what comes until the console has nothing more to do now.</summary>
    public string Listen() => Turns(4000);

    /// <summary>Gives what comes in a few turns of the loop.</summary>
    public string Turns(int most)
    {
        string seen = string.Empty;
        for (int turn = 0; turn < most && Console.NextDeadlineMs <= Rig.NowMs; turn++)
        {
            int count = Console.NextText(Rig.NowMs, _chunk);
            for (int i = 0; i < count; i++)
            {
                _text[i] = (char)_chunk[i];
            }

            seen += new string(_text, 0, count);
        }

        return seen;
    }

    /// <summary>Lets time pass until what was typed is answered, ten minutes at most; gives everything that comes.</summary>
    public string TypeAndWait(string text)
    {
        Put(text);
        string seen = string.Empty;
        for (int i = 0; i < 6000 && Console.NextDeadlineMs != long.MaxValue; i++)
        {
            seen += Listen();
            Rig.Measure(100);
            if (BrokerAnswers && Rig.Gateway.Link == LinkState.Connecting)
            {
                Rig.ConnectNow();
            }

            if (PlatformAnswers && Rig.LastSent > Rig.Gateway.Watermarks.Acked)
            {
                Rig.Ack(GatewayRig.Epoch, Rig.LastSent);
            }
        }

        return seen + Listen();
    }

    /// <summary>Lets time pass, with a turn of the loop every second.</summary>
    public void Run(long ms)
    {
        for (long end = Rig.NowMs + ms; Rig.NowMs < end;)
        {
            Rig.Advance(1000);
            Console.Tick(Rig.NowMs);
            Listen();
        }
    }

    private void Attach()
    {
        Configuration = new GatewayConfiguration(Rig.Store);
        Configuration.Load();
        Console = new GatewayConsole(Rig.Gateway, Configuration, this);
    }
}
