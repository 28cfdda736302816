using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Core;

/// <summary>A console on a gateway, with a person or a program at the other end of the cable.</summary>
internal sealed class ConsoleRig : IConsoleHost
{
    private readonly byte[] _chunk = new byte[100];
    private readonly char[] _seen = new char[65536];
    private int _seenCount;

    public ConsoleRig()
    {
        Rig = new GatewayRig(new MemoryStore());
        Restart();
    }

    public GatewayRig Rig { get; }

    public GatewayConsole Console { get; private set; } = null!;

    public GatewayConfiguration Configuration { get; private set; } = null!;

    public int Reboots { get; private set; }

    public void Reboot() => Reboots++;

    /// <summary>A power cut and a new start: only the store stays.</summary>
    public void Restart()
    {
        Rig.Start();
        Configuration = new GatewayConfiguration(Rig.Store);
        Configuration.Load();
        Console = new GatewayConsole(Rig.Gateway, Configuration, this);
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
        _seenCount = 0;
        for (int turn = 0; turn < most && Console.NextDeadlineMs <= Rig.NowMs; turn++)
        {
            int count = Console.NextText(Rig.NowMs, _chunk);
            for (int i = 0; i < count && _seenCount < _seen.Length; i++)
            {
                _seen[_seenCount++] = (char)_chunk[i];
            }
        }

        return new string(_seen, 0, _seenCount);
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
}
