using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Commands;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.VirtualGateway;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>
/// <c>zhisan gateway --console pty</c> in this process: the same core, host, cable and restarts, so that a new one takes milliseconds.
/// </summary>
internal sealed class GatewayOnCable : IDisposable
{
    private const int DaySeconds = 86400;

    private readonly PseudoTerminal _terminal = PseudoTerminal.Create();
    private readonly ConsoleCable _cable;
    private CancellationTokenSource _stop = new();
    private Task<long> _running = Task.FromResult(0L);

    public GatewayOnCable(string flash, int baud = 0)
    {
        Flash = flash;
        _cable = ConsoleCable.Over(_terminal, baud);
    }

    public string Flash { get; }

    public string Port => _terminal.OtherEnd;

    /// <summary>How often the gateway found nobody at the other end of its cable.</summary>
    public int Absences => _cable.Absences;

    /// <summary>Starts a gateway that is what its flash says.</summary>
    public void Start() => Run(VirtualClock.StartingAt(1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()), clock =>
    {
        GatewayIdentity who = GatewayIdentity.OfFlash(Flash);
        var sampler = new Sampler();
        ConfiguredSensors.AddTo(sampler, who.Configuration!, clock.UtcMsAtZero, _ => { });
        return new VirtualGatewayHost(Options(who, clock), sampler, null);
    });

    /// <summary>Starts a gateway that the command line names, with no broker; that is written down after a day, not after a minute.</summary>
    public void Start(string id, string keys, double speed, int periodSeconds) =>
        Run(VirtualClock.StartingAt(speed, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()), clock =>
        {
            GatewayIdentity who = GatewayIdentity.OfCommandLine(id, keys, "127.0.0.1:1", null, periodSeconds);
            who.Options.OfflineIncidentMs = DaySeconds * 1000L;
            var sampler = new Sampler();
            sampler.AddSensor(new DemoSensor(1, clock.UtcMsAtZero, 6), periodSeconds * 1000, 0);
            return new VirtualGatewayHost(Options(who, clock), sampler, null);
        });

    /// <summary>The same, with nothing to write down for a day after its first scan.</summary>
    public void StartIdle(string id, string keys) => Start(id, keys, 1, DaySeconds);

    /// <summary>Stops it properly, and throws its flash away.</summary>
    public void Erase()
    {
        Stop();
        if (Directory.Exists(Flash))
        {
            Directory.Delete(Flash, recursive: true);
        }
    }

    public void Stop()
    {
        _stop.Cancel();
        _running.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Stop();
        _cable.Dispose();
        _stop.Dispose();
    }

    private void Run(VirtualClock clock, Func<VirtualClock, VirtualGatewayHost> boot)
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        CancellationToken stop = _stop.Token;
        _running = Task.Run(() => GatewayBoots.RunAsync(clock, boot, (host, _) => host.Journal.Watermarks.Durable, stop), CancellationToken.None);
    }

    private VirtualGatewayOptions Options(GatewayIdentity who, VirtualClock clock) => new()
    {
        Gateway = who.Options,
        Key = who.Key,
        Configuration = who.Configuration,
        FlashFolder = Flash,
        BrokerHost = who.BrokerHost,
        BrokerPort = who.BrokerPort,
        Clock = clock,
        Sync = false,
        Console = _cable,
    };
}
