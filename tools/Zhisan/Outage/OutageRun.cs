using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Demo;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Outage;

/// <summary>
/// A long outage with real processes and mosquitto between them: rows are produced at many times real time while the link is down; the
/// gateway is killed when all are accepted, and again and again while it delivers, then at real time over a line of limited speed.
/// </summary>
internal sealed class OutageRun : IDisposable
{
    private const string Site = "yunwu";
    private const string Name = "gw1";
    private const int KillsDuringDrain = 5;
    private const int KillStepBytes = 700;
    private const int LineBytesPerSecond = 10_000;
    private const int ProducingSpeed = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan SlowPoll = TimeSpan.FromMilliseconds(100);

    private readonly Action<string> _say;
    private readonly GivenRows _given;
    private readonly int _rows;
    private readonly string _folder = Directory.CreateTempSubdirectory("zhisan-outage-").FullName;
    private readonly List<long> _storedAtKills = [];
    private MosquittoProcess? _broker;
    private SelfProcess? _collector;
    private SelfProcess? _gateway;
    private LinkProxy? _link;
    private string _origin = string.Empty;

    public OutageRun(int rows, Action<string> say)
    {
        _rows = rows;
        _say = say;
        _given = new GivenRows(rows);
    }

    private string Flash => Path.Combine(_folder, "flash");

    private string Keys => Path.Combine(_folder, "keys.txt");

    private string Recording => Path.Combine(_folder, "rows.csv");

    private string SideLog => Path.Combine(_folder, "taken.log");

    private string Database => Path.Combine(_folder, "platform.db");

    public async Task<OutageResult> RunAsync(CancellationToken stop)
    {
        _broker = await MosquittoProcess.StartAsync(_folder, persistence: false, stop);
        _given.Save(Recording);
        var ring = new KeyRing();
        ring.Set(new GatewayId(Site, Name), RandomNumberGenerator.GetBytes(KeyRing.KeyBytes));
        ring.Save(Keys);
        await StartCollectorAsync(stop);
        _link = new LinkProxy(_broker.Port, LineBytesPerSecond);
        _link.Cut();
        _say(Text($"no link: {_rows} rows at {ProducingSpeed} times real time"));
        _gateway = StartGateway("--speed", Text($"{ProducingSpeed}"), "--side-log", SideLog);
        await UntilAsync(() => Accepted() == _rows, SlowPoll, "accepting the rows", stop);
        _gateway.Kill();
        long flashBytes = Directory.EnumerateFiles(Flash, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        _say(Text($"all accepted, gateway killed: {flashBytes} bytes on its flash"));

        // From here on at real time, with the product's own times.
        _origin = Text($"{_given.EndUtcMs}:{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
        var draining = Stopwatch.StartNew();
        for (int kill = 1; kill <= KillsDuringDrain; kill++)
        {
            Resume();
            string what = Text($"kill {kill} of the drain");
            long stored = (long)_rows * kill / (KillsDuringDrain + 1);
            await UntilAsync(() => ArrivedRows.Count(Database) >= stored, Poll, what, stop);

            // Then some way into the next message, each time further.
            long sent = _link.BytesUp + (kill * KillStepBytes);
            await UntilAsync(() => _link.BytesUp >= sent, Poll, what, stop);
            _link.Cut();
            _gateway.Kill();
            _storedAtKills.Add(ArrivedRows.Count(Database));
            _say(Text($"gateway killed during the drain: {_storedAtKills[^1]} rows stored"));
        }

        Resume();
        await UntilAsync(() => _gateway.HasExited, Poll, "delivering the rest", stop, mayEnd: true);
        draining.Stop();
        await _collector!.StopAsync(Patience);
        return _gateway.ExitCode == 0
            ? Judge(flashBytes, draining.Elapsed)
            : throw new CliException($"the gateway ended with code {_gateway.ExitCode}: {_gateway.LastWords}");
    }

    public void Dispose()
    {
        _gateway?.Dispose();
        _link?.Dispose();
        _collector?.Dispose();
        _broker?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Resume()
    {
        _gateway!.Dispose();
        _link!.Restore();
        _gateway = StartGateway("--origin", _origin);
    }

    private SelfProcess StartGateway(params string[] more) => SelfProcess.Start(
    [
        "gateway", "--flash", Flash, "--id", $"{Site}/{Name}", "--keys", Keys, "--broker", Text($"127.0.0.1:{_link!.Port}"),
        "--csv", Recording, "--decimals", _given.Decimals, "--no-sync", "--json", .. more,
    ]);

    private async Task StartCollectorAsync(CancellationToken stop)
    {
        bool isReady = false;
        _collector = SelfProcess.Start(
            ["collect", "--broker", Text($"127.0.0.1:{_broker!.Port}"), "--keys", Keys, "--database", Database, "--json", "--quiet"],
            _ => Volatile.Write(ref isReady, true));
        for (var waiting = Stopwatch.StartNew(); !Volatile.Read(ref isReady); await Task.Delay(Poll, stop))
        {
            if (_collector.HasExited || waiting.Elapsed > Patience)
            {
                throw new CliException($"the collector did not start: {_collector.LastWords}");
            }
        }
    }

    private async Task UntilAsync(Func<bool> condition, TimeSpan poll, string what, CancellationToken stop, bool mayEnd = false)
    {
        for (var waiting = Stopwatch.StartNew(); !condition(); await Task.Delay(poll, stop))
        {
            if (_gateway!.HasExited && !mayEnd)
            {
                throw new CliException($"{what}: the gateway ended too early, with code {_gateway.ExitCode}: {_gateway.LastWords}");
            }

            if (waiting.Elapsed > Patience)
            {
                throw new CliException($"{what}: not within {Patience.TotalSeconds:0} s; the machine is too busy, try again");
            }
        }
    }

    // A line that ends so was durable in the journal.
    private int Accepted()
    {
        if (!File.Exists(SideLog))
        {
            return 0;
        }

        using var log = new StreamReader(new FileStream(SideLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        int accepted = 0;
        while (log.ReadLine() is { } line)
        {
            accepted += line.EndsWith(" durable", StringComparison.Ordinal) ? 1 : 0;
        }

        return accepted;
    }

    private OutageResult Judge(long flashBytes, TimeSpan drain)
    {
        OutageComparison comparison = OutageComparison.Of(_given.Rows, ArrivedRows.Read(Database));
        LedgerReport ledger = Ledger.Read(Database);
        foreach (string reason in ledger.Reasons)
        {
            _say("ledger: " + reason);
        }

        return new OutageResult
        {
            Rows = _rows,
            Lost = comparison.Lost,
            Duplicates = comparison.Duplicates,
            OutOfOrder = comparison.OutOfOrder,
            Strange = comparison.Strange,
            WireBytesPerRow = PerRow(_link!.BytesUp),
            WireBytesBackPerRow = PerRow(_link.BytesDown),
            FlashBytesPerRow = PerRow(flashBytes),
            KillsBeforeDrain = 1,
            KillsDuringDrain = _storedAtKills.Count(stored => stored < _rows),
            StoredAtKills = _storedAtKills,
            DrainSeconds = Math.Round(drain.TotalSeconds, 1),
            SentAgain = ledger.Totals.Duplicates,
            LedgerComplete = ledger.Complete,
        };
    }

    private double PerRow(long bytes) => Math.Round((double)bytes / _rows, 3);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
