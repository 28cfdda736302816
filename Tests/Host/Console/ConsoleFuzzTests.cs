using System;
using System.Text;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Console;

/// <summary>
/// Lines that nobody should type, at the console of a running gateway. <c>ZHISAN_FUZZ_LINES</c> says how many (CI: 20,000), <c>ZHISAN_FUZZ_SEED</c>
/// from where.
/// </summary>
[Collection("alone")]
public sealed class ConsoleFuzzTests : IConsoleHost
{
    private const int MaxAnswerBytes = 8192;
    private const int StateBytes = 64 * 1024;

    private static readonly string[] Words =
    [
        "help", "status", "sensors", "read", "buffer", "log", "time", "set", "config", "show", "get", "diff", "version", "lang", "zh", "en", "wifi",
        "scan", "broker", "test", "@1", "@a-b", "@", "*00000000", "site", "broker.host", "sensor1", "wifi.password", "2026-11-27T08:00:00Z", "-1",
        "99999999999999999999", "\"", "\"\"", "|", "茶园", "\u001b[A", "\u001b[B", "\u001b[31m", "\t", "\b", "\u007f", "\u0015", "demo", "all", "from", "1",
    ];

    private readonly MemoryStore _store = new();
    private readonly byte[] _text = new byte[200];
    private Gateway _gateway = null!;
    private GatewayConfiguration _configuration = null!;
    private GatewayConsole _console = null!;
    private long _now;
    private int _reboots;

    [Fact]
    public void A_stranger_changes_nothing()
    {
        Start();
        byte[] before = State();
        long peak = Run(Lines, Seed, "", null);
        Assert.Equal(before, State());
        Assert.Equal(0, _reboots);
        Assert.InRange(peak, 1, MaxAnswerBytes);
        Assert.Contains("\"ok\":true", Type("@z version\r"u8), StringComparison.Ordinal);
    }

    // After a login everything but the ways out is open: nothing throws, nothing grows, the gateway stays itself.
    [Fact]
    public void A_careless_technician_breaks_nothing()
    {
        Start();
        string[] more = ["save", "revert", "reset", "confirm", "note", "logout", "period", "30", "trial", "led", "x", "seal"];
        Type("@z login 123456\r"u8);
        Type("@z passwd tea-garden\r"u8);
        Run(Lines, Seed + 1, "@z login tea-garden\r", more);
        Assert.Contains("\"ok\":true", Type("@z version\r"u8), StringComparison.Ordinal);
        Assert.True(_store.TotalBytes < 400_000);
        var again = new GatewayConfiguration(_store);
        Assert.Equal(StoreStatus.Ok, again.Load());
        Assert.False(again.IsDamaged);
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            Assert.True(again.Saved(i) == ConfigurationKeys.Default(i) || ConfigurationKeys.Accepts(i, again.Saved(i)));
        }
    }

    void IConsoleHost.Reboot() => _reboots++;

    bool IConsoleHost.BeginProbe(byte probe) => false;

    int IConsoleHost.NextFinding(ProbeFinding finding) => ProbeFinding.Done;

    void IConsoleHost.EndProbe()
    {
    }

    private static int Lines => Number("ZHISAN_FUZZ_LINES", 20_000);

    private static int Seed => Number("ZHISAN_FUZZ_SEED", 1);

    private static int Number(string name, int missing) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : missing;

    private void Start()
    {
        var sampler = new Sampler();
        sampler.AddSensor(new DemoSensor(1, 0, 4), 60_000, 0);
        var channels = new ChannelSetBody(sampler.ChannelCount);
        for (int i = 0; i < sampler.ChannelCount; i++)
        {
            channels.Names[i] = sampler.GetChannel(i).Name;
            channels.Units[i] = sampler.GetChannel(i).Unit;
            channels.Decimals[i] = (byte)sampler.GetChannel(i).Decimals;
        }

        var options = new GatewayOptions { Site = "yunwu", Gateway = "gw1" };
        _gateway = new Gateway(options, new Journal(_store, new JournalOptions { MostChannels = 4 }, new byte[32]), channels, sampler, _store, new byte[32]);
        Assert.Equal(StoreStatus.Ok, _gateway.Start(0, 7));
        sampler.Begin(0);
        Assert.True(sampler.Tick(0));
        Assert.True(_gateway.TakeScan(0, sampler.Current));
        _configuration = new GatewayConfiguration(_store);
        Assert.Equal(StoreStatus.Ok, _configuration.Load());
        _console = new GatewayConsole(_gateway, _configuration, this);
    }

    private long Run(int lines, int seed, string login, string[]? more)
    {
        var random = new Random(seed);
        long peak = 0;
        long settled = 0;
        var line = new byte[700];
        byte[] loginBytes = Encoding.UTF8.GetBytes(login);
        for (int i = 0; i < lines; i++)
        {
            if (login.Length > 0 && i % 50 == 0)
            {
                Put(loginBytes, loginBytes.Length);
            }

            try
            {
                peak = Math.Max(peak, Put(line, Make(random, line, more)));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}, line {i}: {failure.Message}", failure);
            }

            if (i == lines / 4)
            {
                settled = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        // What a console keeps is there after a quarter of the lines; the store of a technician's notes is not the console's.
        long grown = GC.GetTotalMemory(forceFullCollection: true) - settled - (login.Length > 0 ? StateBytes * 8 : 0);
        Assert.True(grown < StateBytes, $"{grown} bytes more");
        return peak;
    }

    private static int Make(Random random, byte[] line, string[]? more)
    {
        int length = 0;
        switch (random.Next(5))
        {
            case 0:
                // Binary of any length, also far beyond a line.
                length = random.Next(random.Next(4) == 0 ? 600 : 60);
                random.NextBytes(line.AsSpan(0, length));
                break;

            case 1:
                // Printable.
                length = random.Next(80);
                for (int i = 0; i < length; i++)
                {
                    line[i] = (byte)random.Next(0x20, 0x7F);
                }

                break;

            default:
                // Words of the console, some of them damaged.
                for (int words = random.Next(1, 6); words > 0 && length < 300; words--)
                {
                    string[] from = more != null && random.Next(2) == 0 ? more : Words;
                    length += Encoding.UTF8.GetBytes(from[random.Next(from.Length)], line.AsSpan(length));
                    line[length++] = (byte)' ';
                }

                for (int hits = random.Next(3); hits > 0 && random.Next(2) == 0; hits--)
                {
                    line[random.Next(length)] = (byte)random.Next(256);
                }

                length = random.Next(4) == 0 ? random.Next(length + 1) : length;
                break;
        }

        line[length++] = (byte)'\r';
        return length;
    }

    private string Type(ReadOnlySpan<byte> bytes)
    {
        byte[] line = [3, .. bytes];
        _console.TakeBytes(_now, line, 0, line.Length);
        var seen = new StringBuilder();
        for (int turn = 0; turn < 1000 && _console.NextDeadlineMs <= _now; turn++)
        {
            seen.Append(Encoding.UTF8.GetString(_text, 0, _console.NextText(_now, _text)));
        }

        return seen.ToString();
    }

    private long Put(byte[] bytes, int count)
    {
        _console.TakeBytes(_now, bytes, 0, count);
        long answer = 0;
        for (int turn = 0; turn < 2000 && _console.NextDeadlineMs != long.MaxValue; turn++)
        {
            // A command that waits gets the time it waits for.
            _now = Math.Max(_now, _console.NextDeadlineMs);
            answer += _console.NextText(_now, _text);
            _console.Tick(_now);
        }

        return answer;
    }

    private byte[] State()
    {
        using var all = new System.IO.MemoryStream();
        _store.List(out string[] names);
        Array.Sort(names, StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name is "c0" or "c1")
            {
                // A wrong PIN is counted there; what is configured is looked at below.
                continue;
            }

            all.Write(Encoding.UTF8.GetBytes(name));
            all.Write(_store.Get(name));
        }

        var stored = new GatewayConfiguration(_store);
        Assert.Equal(StoreStatus.Ok, stored.Load());
        all.Write(BitConverter.GetBytes(stored.Revision));
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            all.Write(Encoding.UTF8.GetBytes(_configuration.Current(i) + "\n" + stored.Saved(i) + "\n"));
        }

        all.Write(BitConverter.GetBytes(_gateway.Watermarks.Appended));
        all.Write(BitConverter.GetBytes(_gateway.BootUtcMs));
        return all.ToArray();
    }
}
