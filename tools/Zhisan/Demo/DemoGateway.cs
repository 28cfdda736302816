using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>One gateway of the demo: its process, its link, its flash folder.</summary>
internal sealed class DemoGateway : IDisposable
{
    private static readonly TimeSpan LongestWaitForAWrite = TimeSpan.FromMilliseconds(300);

    private readonly string[] _arguments;
    private readonly string _sideLog;
    private SelfProcess? _process;
    private bool _cut;

    public DemoGateway(string folder, string site, string name, int seed, string keys, int brokerPort, string origin, double speed, long untilMs)
    {
        Site = site;
        Name = name;
        Flash = Path.Combine(folder, name, "flash");
        _sideLog = Path.Combine(folder, name, "taken.log");
        Directory.CreateDirectory(Path.Combine(folder, name));
        Link = new LinkProxy(brokerPort);
        _arguments =
        [
            "gateway", "--flash", Flash, "--id", $"{site}/{name}", "--keys", keys,
            "--broker", $"127.0.0.1:{Link.Port}", "--seed", Invariant(seed), "--speed", Invariant(speed), "--origin", origin,
            "--until", Invariant(untilMs), "--side-log", _sideLog, "--json",
        ];
    }

    public string Site { get; }

    public string Name { get; }

    /// <summary>Folder that stands for the flash.</summary>
    public string Flash { get; }

    public LinkProxy Link { get; }

    /// <summary>Power cuts so far.</summary>
    public int PowerCuts { get; private set; }

    /// <summary>Times the link was cut.</summary>
    public int LinkOutages { get; private set; }

    /// <summary>Scans seen in the database when it was last looked at.</summary>
    public int LastStored { get; set; }

    /// <summary>Whether the power is on and the process runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Whether the gateway came to its end by itself, everything delivered.</summary>
    public bool IsDone => _process is { HasExited: true, ExitCode: 0 } && !_cut;

    /// <summary>What went wrong, when the process ended by itself with an error; else null.</summary>
    public string? Failure => _process is { HasExited: true } && !_cut && _process.ExitCode != 0
        ? $"{Name} ended with code {_process.ExitCode}: {_process.LastWords}"
        : null;

    public void PowerOn()
    {
        _cut = false;
        _process = SelfProcess.Start(_arguments);
    }

    public void PowerCut()
    {
        if (_process is not { HasExited: false })
        {
            return;
        }

        // The side log grows right before the journal writes: the cut falls into the middle of that.
        long length = SideLogLength();
        var patience = Stopwatch.StartNew();
        while (SideLogLength() == length && patience.Elapsed < LongestWaitForAWrite)
        {
            Thread.SpinWait(50);
        }

        _cut = true;
        _process.Kill();
        _process.Dispose();
        _process = null;
        PowerCuts++;
    }

    public void CutLink()
    {
        Link.Cut();
        LinkOutages++;
    }

    /// <summary>Scans that the sensors gave, one key and the values each, as the gateway wrote them down before its journal.</summary>
    public IReadOnlyList<TakenScan> Taken() => TakenScans.Read(_sideLog);

    public void Dispose()
    {
        _process?.Dispose();
        Link.Dispose();
    }

    private long SideLogLength()
    {
        var file = new FileInfo(_sideLog);
        return file.Exists ? file.Length : 0;
    }

    private static string Invariant(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
