using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.VirtualGateway;

/// <summary>
/// The way to the broker, step by step, over a connection of its own beside the gateway's: name, TCP, TLS, CONNACK, and a message that the
/// broker takes. Stops at the first step that fails.
/// </summary>
internal sealed class BrokerProbe : IDisposable
{
    private readonly MqttClientOptions _options;
    private readonly string _topic;
    private readonly Action _wake;
    private readonly ConcurrentQueue<(string Step, byte Verdict, string Text)> _findings = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isOver;

    /// <summary>Begins at once.</summary>
    public BrokerProbe(MqttClientOptions options, string topic, Action wake)
    {
        _options = options;
        _topic = topic;
        _wake = wake;
        _ = Task.Run(RunAsync);
    }

    /// <summary>The next finding, without waiting.</summary>
    public int Next(ProbeFinding finding)
    {
        // Looked at before the queue: what was found last is still there when it is over.
        bool isOver = _isOver;
        if (!_findings.TryDequeue(out (string Step, byte Verdict, string Text) found))
        {
            return isOver ? ProbeFinding.Done : ProbeFinding.Busy;
        }

        (finding.Step, finding.Verdict, finding.Text) = found;
        finding.Number = 0;
        return ProbeFinding.Found;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Cancel();

    private async Task RunAsync()
    {
        try
        {
            if (await ResolveAsync() && await ReachAsync())
            {
                await ConnectAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody asks any more.
        }
        finally
        {
            _isOver = true;
            _wake();
        }
    }

    private async Task<bool> ResolveAsync()
    {
        try
        {
            IPAddress[] addresses = _options.Host.Length == 0 ? [] : await Dns.GetHostAddressesAsync(_options.Host, _stop.Token);
            return Tell("dns", addresses.Length > 0, addresses.Length > 0 ? addresses[0].ToString() : "broker.host is not set");
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            return Tell("dns", false, failure.Message);
        }
    }

    private async Task<bool> ReachAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(_options.ConnectTimeout);
        var time = Stopwatch.StartNew();
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(_options.Host, _options.Port, limit.Token);
            return Tell("tcp", true, $"port {_options.Port}, {time.ElapsedMilliseconds} ms");
        }
        catch (SocketException failure)
        {
            return Tell("tcp", false, $"port {_options.Port}: {failure.Message}");
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return Tell("tcp", false, $"port {_options.Port}: no answer in time");
        }
    }

    private async Task ConnectAsync()
    {
        // Another client id, so that the broker does not throw the gateway out; and no last will.
        MqttClientOptions options = _options with { ClientId = _options.ClientId + ".test", Will = null };
        MqttConnectResult result = await MqttClient.ConnectAsync(options, _stop.Token);
        bool isTlsGood = result.Failure != MqttConnectFailure.Tls;
        if (options.Tls != null || !isTlsGood)
        {
            Tell("tls", isTlsGood, result.Detail);
        }

        if (!result.IsConnected)
        {
            if (isTlsGood)
            {
                Tell("connack", false, $"{result.Failure}: {result.Detail}");
            }

            return;
        }

        await using MqttClient client = result.Client!;
        Tell("connack", true, "accepted");
        var time = Stopwatch.StartNew();
        bool isTaken = await PublishAsync(client);
        Tell("publish", isTaken, isTaken ? $"acknowledged in {time.ElapsedMilliseconds} ms" : "not acknowledged");
        await client.DisconnectAsync();
    }

    private async Task<bool> PublishAsync(MqttClient client)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(_options.ResponseTimeout);
        try
        {
            ushort id = await client.PublishAsync(MqttMessage.FromText(_topic, "test", MqttQos.AtLeastOnce, retain: false), cancel: limit.Token);
            await foreach (MqttEvent happened in client.Events.ReadAllAsync(limit.Token))
            {
                if (happened is MqttPublishAcked acked && acked.PacketId == id)
                {
                    return true;
                }
            }
        }
        catch (Exception ended) when (ended is MqttClosedException || (ended is OperationCanceledException && !_stop.IsCancellationRequested))
        {
            // No acknowledgement: that is the finding.
        }

        return false;
    }

    private bool Tell(string step, bool isGood, string text)
    {
        _findings.Enqueue((step, isGood ? ProbeFinding.Pass : ProbeFinding.Fail, text));
        _wake();
        return isGood;
    }
}
