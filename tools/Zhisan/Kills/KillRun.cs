using System;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using ZhiSan.Edge.Cli.Demo;
using ZhiSan.Edge.Cli.Outage;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Kills;

/// <summary>
/// A gateway, mosquitto and a collector as processes, killed one after the other in a drawn order, most of the time when something new
/// has reached the database, sometimes on top of each other. In the end everything the sensor gave must be there once.
/// </summary>
internal sealed class KillRun : IDisposable
{
    private const string Site = "yunwu";
    private const string Name = "gw1";
    private const int Speed = 1800;
    private const int Haste = 10;

    // One kill in so many does not wait for the work that the one before interrupted.
    private const int OneOnTop = 4;
    private static readonly TimeSpan LongestMoment = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan LongestAway = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly int _kills;
    private readonly bool _persistence;
    private readonly int _seed;
    private readonly Action<string> _say;
    private readonly Random _random;
    private readonly string _folder = Directory.CreateTempSubdirectory("zhisan-kills-").FullName;
    private readonly int[] _killed = new int[3];
    private readonly string _origin;
    private MosquittoProcess? _broker;
    private SelfProcess? _collector;
    private SelfProcess? _gateway;
    private int _afterProgress;
    private long _stored;

    public KillRun(int kills, bool persistence, int seed, Action<string> say)
    {
        _kills = kills;
        _persistence = persistence;
        _seed = seed;
        _say = say;
        _random = new Random(seed);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        _origin = Text($"{now}:{now}");
    }

    private string Flash => Path.Combine(_folder, "flash");

    private string Keys => Path.Combine(_folder, "keys.txt");

    private string SideLog => Path.Combine(_folder, "taken.log");

    private string Database => Path.Combine(_folder, "platform.db");

    public async Task<KillResult> RunAsync(CancellationToken stop)
    {
        var time = Stopwatch.StartNew();
        _broker = await MosquittoProcess.StartAsync(_folder, _persistence, stop);
        var ring = new KeyRing();
        ring.Set(new GatewayId(Site, Name), RandomNumberGenerator.GetBytes(KeyRing.KeyBytes));
        ring.Save(Keys);
        _collector = StartCollector();
        _gateway = StartGateway();
        for (int kill = 1; kill <= _kills; kill++)
        {
            await WaitForTheMomentAsync(kill, stop);
            var victim = (Victim)_random.Next(3);
            await KillAsync(victim, stop);
            _say(Text($"{kill} of {_kills}: {victim.ToString().ToLowerInvariant()} killed, {_stored} scans stored"));
        }

        await DeliverTheRestAsync(stop);
        return Judge(time.Elapsed);
    }

    public void Dispose()
    {
        _gateway?.Dispose();
        _collector?.Dispose();
        _broker?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitForTheMomentAsync(int kill, CancellationToken stop)
    {
        long before = _stored;
        if (_random.Next(OneOnTop) > 0)
        {
            await UntilAsync(() => (_stored = Stored()) > before, Text($"something new in the database before kill {kill}"), stop);
        }

        await Task.Delay(LongestMoment * _random.NextDouble(), stop);
        _stored = Stored();
        _afterProgress += _stored > before ? 1 : 0;
    }

    private async Task KillAsync(Victim victim, CancellationToken stop)
    {
        _killed[(int)victim]++;
        switch (victim)
        {
            case Victim.Broker:
                _broker!.Kill();
                break;

            case Victim.Collector:
                RequireRunning(_collector!, "collector");
                _collector!.Dispose();
                break;

            default:
                RequireRunning(_gateway!, "gateway");
                _gateway!.Dispose();
                break;
        }

        await Task.Delay(LongestAway * _random.NextDouble(), stop);
        switch (victim)
        {
            case Victim.Broker:
                await _broker!.RestartAsync(stop);
                break;

            case Victim.Collector:
                _collector = StartCollector();
                break;

            default:
                _gateway = StartGateway();
                break;
        }
    }

    // The last start takes no more than what falls due before it looks at the clock, and ends when everything is acknowledged.
    private async Task DeliverTheRestAsync(CancellationToken stop)
    {
        RequireRunning(_gateway!, "gateway");
        await _gateway!.StopAsync(Patience);
        _gateway.Dispose();
        _gateway = StartGateway("--until", "1");
        await UntilAsync(() => _gateway.HasExited, "everything delivered", stop, mayEnd: true);
        if (_gateway.ExitCode != 0)
        {
            throw new CliException($"the gateway ended with code {_gateway.ExitCode}: {_gateway.LastWords}");
        }

        RequireRunning(_collector!, "collector");
        await _collector!.StopAsync(Patience);
    }

    private KillResult Judge(TimeSpan time)
    {
        DemoComparison comparison = DemoComparison.Of(
            TakenScans.Read(SideLog), StoredScans.Read(Database, Site, Name), _killed[(int)Victim.Gateway]);
        LedgerReport ledger = Ledger.Read(Database);
        foreach (string reason in ledger.Reasons)
        {
            _say("ledger: " + reason);
        }

        return new KillResult
        {
            Kills = _kills,
            BrokerKills = _killed[(int)Victim.Broker],
            CollectorKills = _killed[(int)Victim.Collector],
            GatewayKills = _killed[(int)Victim.Gateway],
            KillsAfterProgress = _afterProgress,
            Persistence = _persistence,
            Seed = _seed,
            Scans = comparison.Taken,
            Interrupted = comparison.Interrupted,
            Lost = comparison.Missing,
            Duplicates = comparison.Altered,
            Records = ledger.Totals.Records,
            SentAgain = ledger.Totals.Duplicates,
            LedgerComplete = ledger.Complete,
            Seconds = Math.Round(time.TotalSeconds, 1),
        };
    }

    private SelfProcess StartGateway(params string[] more) => SelfProcess.Start(
    [
        "gateway", "--flash", Flash, "--id", $"{Site}/{Name}", "--keys", Keys, "--broker", Text($"127.0.0.1:{_broker!.Port}"),
        "--speed", Text($"{Speed}"), "--haste", Text($"{Haste}"), "--origin", _origin, "--side-log", SideLog, "--no-sync", "--json", .. more,
    ]);

    private SelfProcess StartCollector() => SelfProcess.Start(
        ["collect", "--broker", Text($"127.0.0.1:{_broker!.Port}"), "--keys", Keys, "--database", Database, "--json"]);

    // While the collector is being killed and started, the database may for a moment not be readable: that is no news.
    private long Stored()
    {
        try
        {
            return File.Exists(Database) ? Math.Max(_stored, ArrivedRows.Count(Database)) : _stored;
        }
        catch (SqliteException)
        {
            return _stored;
        }
    }

    private async Task UntilAsync(Func<bool> condition, string what, CancellationToken stop, bool mayEnd = false)
    {
        for (var waiting = Stopwatch.StartNew(); !condition(); await Task.Delay(Poll, stop))
        {
            RequireRunning(_collector!, "collector");
            if (!mayEnd)
            {
                RequireRunning(_gateway!, "gateway");
            }

            if (waiting.Elapsed > Patience)
            {
                throw new CliException(
                    $"{what}: not within {Patience.TotalSeconds:0} s, {_stored} scans stored; gateway: {_gateway!.LastWords}; collector: {_collector!.LastWords}");
            }
        }
    }

    private static void RequireRunning(SelfProcess process, string name)
    {
        if (process.HasExited)
        {
            throw new CliException($"the {name} ended by itself with code {process.ExitCode}: {process.LastWords}");
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
