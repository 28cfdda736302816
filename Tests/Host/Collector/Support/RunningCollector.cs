using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Tests.Host.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Collector;

/// <summary>A collector service in the test's process, with its folder, keys and notices.</summary>
internal sealed class RunningCollector : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private RunningCollector(CollectorOptions options)
    {
        Options = options with { OnNotice = notice => Notices.Enqueue(notice) };
        Service = new CollectorService(Options);
    }

    public CollectorOptions Options { get; }

    public CollectorService Service { get; }

    public ConcurrentQueue<CollectorNotice> Notices { get; } = [];

    public int Port => Service.EndPoint!.Port;

    public LedgerReport Ledger => Edge.Collector.Ledger.Read(Options.DatabasePath);

    public static CollectorOptions OptionsFor(TempFolder folder, params TestGateway[] gateways)
    {
        var keys = new KeyRing();
        foreach (var gateway in gateways)
        {
            keys.Set(gateway.Id, gateway.Key);
        }

        return new CollectorOptions
        {
            DatabasePath = folder.File("service.db"),
            Keys = keys,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            FirstBackoff = TimeSpan.FromMilliseconds(10),
            LongestBackoff = TimeSpan.FromMilliseconds(200),
        };
    }

    public static async Task<RunningCollector> StartAsync(CollectorOptions options, bool waits = true)
    {
        var collector = new RunningCollector(options);
        await collector.Service.StartAsync();
        collector._running = collector.Service.RunAsync(collector._stop.Token);
        if (waits)
        {
            await collector.UntilAsync(() => collector.Service.Statistics.IsConnected, "the collector is connected");
        }

        return collector;
    }

    /// <summary>Waits; fails at once when the service ends.</summary>
    public Task UntilAsync(Func<bool> holds, string what) => Wait.UntilAsync(
        () => _running.IsFaulted ? throw new InvalidOperationException("The service failed.", _running.Exception) : holds(),
        what);

    public Task UntilToldAsync(CollectorNoticeKind kind) =>
        UntilAsync(() => Notices.Any(notice => notice.Kind == kind), $"the collector tells {kind}");

    public Task<MqttClient> ConnectAsync(string clientId) => ClientHelp.ConnectAsync(Port, clientId);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Wait.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running.WaitAsync(Wait.Limit);
        }
        catch (CollectorException)
        {
            // The test that wanted it has seen it.
        }

        await Service.DisposeAsync();
        _stop.Dispose();
    }
}
