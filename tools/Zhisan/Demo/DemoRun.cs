using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>
/// Three gardens, one platform, one storm: every part a process of its own. The storm cuts links, kills gateways in the middle of
/// writing, and kills broker and collector; afterwards what the sensors gave is compared with what the platform has.
/// </summary>
internal sealed class DemoRun : IDisposable
{
    private const string Site = "yunwu";
    private const string DropVictim = "gw2";
    private const double Speed = 1800;
    private static readonly TimeSpan PlatformPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromSeconds(120);

    /// <summary>Hours in the gardens that a gateway goes on whose pages vanish: it is stopped, it never ends.</summary>
    private const long EndlessMs = 30L * 86_400_000;

    private readonly DemoOptions _options;
    private readonly IDemoView _view;
    private readonly string _folder;
    private readonly string _keys;
    private readonly List<DemoGateway> _gateways = [];
    private SelfProcess? _platform;
    private int _platformPort;

    public DemoRun(DemoOptions options, IDemoView view)
    {
        _options = options;
        _view = view;
        _folder = options.Folder ?? Directory.CreateTempSubdirectory("zhisan-demo-").FullName;
        _keys = Path.Combine(_folder, "keys.txt");
        Database = Path.Combine(_folder, "platform.db");
    }

    /// <summary>The collector's database.</summary>
    public string Database { get; }

    /// <summary>Where everything lies.</summary>
    public string Folder => _folder;

    /// <summary>Times that broker and collector were killed.</summary>
    public int BrokerRestarts { get; private set; }

    /// <summary>The gateways.</summary>
    public IReadOnlyList<DemoGateway> Gateways => _gateways;

    public async Task<DemoResult> RunAsync(CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        string[] names = ["gw1", "gw2", "gw3"];
        Directory.CreateDirectory(_folder);
        if (File.Exists(Database) || Directory.EnumerateFileSystemEntries(_folder).Any())
        {
            throw new CliException($"{_folder} is not empty: name a new folder");
        }

        MakeKeys(names);
        StartPlatform();
        long realMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        long virtualMs = realMs - (realMs % 86_400_000);
        string origin = string.Create(CultureInfo.InvariantCulture, $"{virtualMs}:{realMs}");
        long untilMs = virtualMs + (long)(_options.Seconds * Speed * 1000);
        for (int i = 0; i < names.Length; i++)
        {
            long endMs = _options.Sabotage == Sabotage.DropPage && names[i] == DropVictim ? untilMs + EndlessMs : untilMs;
            _gateways.Add(new DemoGateway(_folder, Site, names[i], _options.Seed + i, _keys, _platformPort, origin, Speed, endMs));
        }

        List<StormEvent> storm = StormPlan.Make(_options.Seed, _gateways, KillPlatform, StartPlatform);
        AddSabotage(storm);
        _view.Say($"{names.Length} gateways, {_options.Seconds} s at {Speed:0} times real time: {_options.Seconds * Speed / 3600:0.0} hours in the gardens");
        foreach (StormEvent happening in storm.Where(happening => happening.At <= 0))
        {
            Happen(happening);
        }

        foreach (DemoGateway gateway in _gateways)
        {
            gateway.PowerOn();
        }

        var sampling = Stopwatch.StartNew();
        foreach (StormEvent happening in storm.Where(happening => happening.At > 0))
        {
            await UntilAsync(() => sampling.Elapsed.TotalSeconds >= happening.At * _options.Seconds, stop);
            if (happening.When is { } condition && !await UntilAsync(condition, stop))
            {
                throw new CliException($"'{happening.What}' had nothing to act on within {DeliveryPatience.TotalSeconds:0} s: the machine is too busy, try again");
            }

            Happen(happening);
        }

        string? problem = await DeliverAsync(stop);
        _view.Refresh(this, isLast: true);
        foreach (DemoGateway gateway in _gateways)
        {
            gateway.Dispose();
        }

        await _platform!.StopAsync(PlatformPatience);
        return Judge(problem, watch.Elapsed);
    }

    public void Dispose()
    {
        foreach (DemoGateway gateway in _gateways)
        {
            gateway.Dispose();
        }

        _platform?.Dispose();
        if (_options.Folder == null && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Happen(StormEvent happening)
    {
        _view.Say(happening.What);
        happening.Do();
    }

    private async Task<bool> UntilAsync(Func<bool> condition, CancellationToken stop)
    {
        TimeSpan patience = TimeSpan.FromSeconds(_options.Seconds) + DeliveryPatience;
        var waiting = Stopwatch.StartNew();
        while (!condition())
        {
            if (waiting.Elapsed > patience)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
            _view.Refresh(this);
        }

        return true;
    }

    // Sampling ends by itself; then every gateway delivers what it has and goes.
    private async Task<string?> DeliverAsync(CancellationToken stop)
    {
        string? failure = null;
        bool isOver = await UntilAsync(
            () => (failure = _gateways.Select(gateway => gateway.Failure).FirstOrDefault(found => found != null)) != null
                || _gateways.All(HasDelivered),
            stop);
        string late = string.Join(", ", _gateways.Where(gateway => !gateway.IsDone).Select(gateway => gateway.Name));
        return failure ?? (isOver && late.Length == 0 ? null : "not everything was delivered by " + late);
    }

    // The victim of dropped pages never ends: it is over when the platform has something of it and knows that more is missing.
    private bool HasDelivered(DemoGateway gateway)
    {
        if (_options.Sabotage != Sabotage.DropPage || gateway.Name != DropVictim)
        {
            return gateway.IsDone;
        }

        try
        {
            return StoredScans.Read(Database, Site, DropVictim).Count > 0
                && Ledger.Read(Database).Gaps.Any(gap => gap.Gateway == DropVictim && gap.Kind == GapKind.Pending && gap.FirstSequence != null);
        }
        catch (Exception exception) when (exception is CollectorException or SqliteException)
        {
            // The collector is just being started.
            return false;
        }
    }

    private void MakeKeys(IEnumerable<string> names)
    {
        var ring = new KeyRing();
        foreach (string name in names)
        {
            ring.Set(new GatewayId(Site, name), RandomNumberGenerator.GetBytes(KeyRing.KeyBytes));
        }

        ring.Save(_keys);
    }

    private void StartPlatform()
    {
        using var ready = new ManualResetEventSlim();
        var arguments = new List<string>
        {
            "collect", "--anonymous", "--database", Database, "--keys", _keys, "--json", "--quiet",
            "--listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_platformPort}"),
        };
        if (_options.Sabotage == Sabotage.DropPage)
        {
            arguments.AddRange(["--drop-page", $"{Site}/{DropVictim}"]);
        }

        _platform = SelfProcess.Start(arguments, line =>
        {
            if (!ready.IsSet && line.Contains("listening", StringComparison.Ordinal))
            {
                using JsonDocument json = JsonDocument.Parse(line);
                string endPoint = json.RootElement.GetProperty("listening").GetString()!;
                _platformPort = int.Parse(endPoint.AsSpan(endPoint.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
                ready.Set();
            }
        });
        while (!ready.Wait(TimeSpan.FromMilliseconds(100)))
        {
            if (_platform.HasExited)
            {
                throw new CliException($"the collector did not start: {_platform.LastWords}");
            }
        }
    }

    private void KillPlatform()
    {
        _platform!.Kill();
        _platform.Dispose();
        BrokerRestarts++;
    }

    private void AddSabotage(List<StormEvent> storm)
    {
        DemoGateway victim = _gateways[^1];
        Action? damage = _options.Sabotage switch
        {
            Sabotage.DeleteSegment => () => File.Delete(OldestSegment(victim)),
            Sabotage.FlipByte => () => FlipByte(OldestSegment(victim)),
            _ => null,
        };
        if (damage == null)
        {
            return;
        }

        // The victim has had no link: what it sealed is on its flash alone.
        storm.Add(new StormEvent(
            0.935,
            $"SABOTAGE: {_options.Sabotage} on {victim.Name}",
            () =>
            {
                victim.PowerCut();
                damage();
                victim.PowerOn();
            },
            () => HasSealedPage(victim)));
        storm.Sort((one, other) => one.At.CompareTo(other.At));
    }

    private static bool HasSealedPage(DemoGateway gateway)
    {
        string segments = Path.Combine(gateway.Flash, "s");
        if (!Directory.Exists(segments) || !Directory.EnumerateFiles(segments).Any())
        {
            return false;
        }

        byte[] bytes = ReadShared(OldestSegment(gateway));
        var header = new RunHeader();
        return header.Read(bytes, 0, bytes.Length) == RunHeaderStatus.Ok
            && new PageReader(JournalLimits.MaxChannels).Find(bytes, RunHeader.Bytes, bytes.Length, header.Epoch) == PageStatus.Ok;
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static string OldestSegment(DemoGateway gateway) =>
        Directory.EnumerateFiles(Path.Combine(gateway.Flash, "s"))
            .OrderBy(path => SegmentName.TryParse("s/" + Path.GetFileName(path), out long first, out _) ? first : long.MaxValue).First();

    private static void FlipByte(string path)
    {
        const int InsideTheFirstPage = RunHeader.Bytes + 60;
        byte[] bytes = File.ReadAllBytes(path);
        bytes[InsideTheFirstPage] ^= 0x10;
        File.WriteAllBytes(path, bytes);
    }

    private DemoResult Judge(string? problem, TimeSpan elapsed)
    {
        LedgerReport ledger = Ledger.Read(Database);
        long taken = 0;
        long stored = 0;
        long interrupted = 0;
        long missing = 0;
        long altered = 0;
        foreach (DemoGateway gateway in _gateways)
        {
            DemoComparison comparison = DemoComparison.Of(gateway.Taken(), StoredScans.Read(Database, gateway.Site, gateway.Name), gateway.PowerCuts);
            taken += comparison.Taken;
            stored += comparison.Stored;
            interrupted += comparison.Interrupted;
            missing += comparison.Missing;
            altered += comparison.Altered;
        }

        return new DemoResult(_gateways.Count, taken, stored, interrupted, missing, altered, ledger,
            _gateways.Sum(gateway => gateway.PowerCuts), _gateways.Sum(gateway => gateway.LinkOutages), BrokerRestarts, problem, elapsed);
    }
}
