using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Cli.Demo;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Processes.Uplink;

/// <summary>A gateway and a collector as processes, with the broker that a test puts between them.</summary>
internal sealed class FieldRig : IDisposable
{
    private const int Haste = 10;

    /// <summary>Ends a test that would otherwise hang; nothing is measured.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _key = new byte[KeyRing.KeyBytes];

    public FieldRig()
    {
        Random.Shared.NextBytes(_key);
        var ring = new KeyRing();
        ring.Set(Id, _key);
        ring.Save(Keys);
    }

    public static GatewayId Id { get; } = new("yunwu", "gw1");

    public string Keys => _folder.File("keys.txt");

    public string Database => _folder.File("platform.db");

    /// <summary>The gateway's process.</summary>
    public ZhisanProcess Gateway { get; private set; } = null!;

    /// <summary>The collector's process.</summary>
    public ZhisanProcess Collector { get; private set; } = null!;

    private string SideLog => _folder.File("taken.log");

    /// <summary>A path in the rig's folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Starts the gateway: 1,800 times real time, and what takes minutes in the field takes seconds.</summary>
    public void StartGateway(int port, params string[] more) => Gateway = ZhisanProcess.Start(
    [
        "gateway", "--flash", _folder.File("flash"), "--id", Id.ToString(), "--keys", Keys, "--broker", $"127.0.0.1:{port}", "--speed", "1800",
        "--side-log", SideLog, "--no-sync", .. more.Contains("--haste") ? [] : new[] { "--haste", $"{Haste}" }, .. more,
    ]);

    /// <summary>Starts the collector behind an existing broker.</summary>
    public async Task StartCollectorAsync(int port)
    {
        Collector = ZhisanProcess.Start("collect", "--broker", $"127.0.0.1:{port}", "--keys", Keys, "--database", Database, "--json");
        await Collector.FirstLineAsync();
    }

    /// <summary>Starts the collector with its own broker; gives its port.</summary>
    public async Task<int> StartCollectorAsync(params string[] more)
    {
        Collector = ZhisanProcess.Start(["collect", "--keys", Keys, "--database", Database, "--listen", "127.0.0.1:0", "--json", .. more]);
        using JsonDocument json = JsonDocument.Parse(await Collector.FirstLineAsync());
        return int.Parse(json.RootElement.GetProperty("listening").GetString()!.Split(':')[^1]);
    }

    /// <summary>A command, signed.</summary>
    public MqttMessage Command(string id, long counter, string name) => new RemoteCommand(Id, id, counter, name).ToMqtt(_key);

    /// <summary>Records that the platform acknowledged.</summary>
    public long Acknowledged()
    {
        try
        {
            return System.IO.File.Exists(Database) && Ledger.Read(Database).Gateways is [{ } one] ? one.AckedThrough : 0;
        }
        catch (CollectorException)
        {
            // Just being made.
            return 0;
        }
    }

    /// <summary>Waits until so many more records are acknowledged.</summary>
    public Task UntilMoreIsAcknowledgedAsync(long more = 30)
    {
        long wanted = Acknowledged() + more;
        return UntilAsync(() => Acknowledged() >= wanted, $"acknowledged through {wanted}");
    }

    /// <summary>Waits until the gateway has said something so many times.</summary>
    public Task UntilSaidAsync(string words, int times = 1) => UntilAsync(() => TimesSaid(words) >= times, $"the gateway says '{words}' {times} times");

    /// <summary>How often the gateway has said something.</summary>
    public int TimesSaid(string words) => Gateway.Error.Split(words).Length - 1;

    /// <summary>Waits for what must happen while both processes live.</summary>
    public async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var since = Stopwatch.StartNew(); !holds(); await Task.Delay(20))
        {
            Assert.False(Gateway is { HasExited: true }, $"{what}: the gateway ended: {Gateway?.Error}");
            Assert.False(Collector is { HasExited: true }, $"{what}: the collector ended: {Collector?.Error}");
            Assert.True(since.Elapsed < Patience, $"never happened: {what}; gateway: {Gateway?.Error}");
        }
    }

    /// <summary>The gateway ends, delivers the rest, and everything the sensor gave is in the database once.</summary>
    public async Task AssertEverythingArrivesOnceAsync(int port)
    {
        Gateway.Kill();
        StartGateway(port, "--until", "1");
        await Gateway.WaitAsync();
        Assert.True(Gateway.ExitCode == 0, Gateway.Error);
        List<TakenScan> taken = TakenScans.Read(SideLog);
        List<TakenScan> stored = StoredScans.Read(Database, Id.Site, Id.Gateway);
        DemoComparison comparison = DemoComparison.Of(taken, stored, powerCuts: 1);
        Assert.True(comparison is { Missing: 0, Altered: 0 } && comparison.Stored > 0, comparison.ToString());
        LedgerReport ledger = Ledger.Read(Database);
        Assert.True(ledger.ChainVerified && ledger.Totals is { Lost: 0, Unaccounted: 0 }, string.Join('\n', ledger.Reasons));
    }

    public void Dispose()
    {
        Gateway?.Dispose();
        Collector?.Dispose();
        _folder.Dispose();
    }
}
