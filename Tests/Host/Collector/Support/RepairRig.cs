using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Collector;

/// <summary>A collector's desk without a network, under a clock that the test moves.</summary>
internal sealed class RepairRig : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CollectorOptions _options;
    private SqliteStore _store;

    public RepairRig(params TestGateway[] gateways)
    {
        var keys = new KeyRing();
        foreach (var gateway in gateways)
        {
            keys.Set(gateway.Id, gateway.Key);
        }

        _options = new CollectorOptions { DatabasePath = _folder.File("repair.db"), Keys = keys, Clock = Clock };
        _store = SqliteStore.Open(_options.DatabasePath);
        Desk = new CollectorDesk(_options, _store);
    }

    public ManualClock Clock { get; } = new();

    public CollectorDesk Desk { get; private set; }

    public LedgerReport Ledger => Edge.Collector.Ledger.Read(_options.DatabasePath);

    public void Restart()
    {
        _store.Dispose();
        _store = SqliteStore.Open(_options.DatabasePath);
        Desk = new CollectorDesk(_options, _store);
    }

    public void Online(TestGateway gateway, long acked, long command = 0)
    {
        Take(gateway, "state", "online");
        Take(gateway, "heartbeat", gateway.Heartbeat(acked, command));
    }

    public void Take(TestGateway gateway, string leaf, string text) =>
        Desk.Take(MqttMessage.FromText(gateway.Id.TopicRoot + "/" + leaf, text, MqttQos.AtLeastOnce));

    public void TakePages(TestGateway gateway, IEnumerable<byte[]> pages)
    {
        foreach (var page in pages)
        {
            Desk.Take(new MqttMessage(gateway.Id.TopicRoot + "/pages", page, MqttQos.AtLeastOnce));
        }
    }

    /// <summary>Lets time pass; gives what the collector asks then.</summary>
    public List<JsonElement> After(TimeSpan time)
    {
        Clock.Pass(time);
        return Desk.DueCommands().Select(message => JsonDocument.Parse(message.Payload).RootElement.Clone()).ToList();
    }

    /// <summary>What the collector asks after a few seconds, which must be one replay.</summary>
    public (long From, long To) AskedRange(TimeSpan? after = null)
    {
        Asked = Assert.Single(After(after ?? TimeSpan.FromSeconds(5)));
        Assert.Equal("replay", Asked.GetProperty("cmd").GetString());
        return (Asked.GetProperty("from").GetInt64(), Asked.GetProperty("to").GetInt64());
    }

    /// <summary>The request seen last.</summary>
    public JsonElement Asked { get; private set; }

    public void Reply(TestGateway gateway, string status, string rest = "") => Take(gateway, "reply", string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":"{{Asked.GetProperty("id").GetString()}}","counter":{{Asked.GetProperty("counter").GetInt64()}},"status":"{{status}}"{{rest}}}"""));

    public void Gone(TestGateway gateway, string cause, long first, long last) => Reply(
        gateway,
        "gone",
        string.Create(CultureInfo.InvariantCulture, $",\"cause\":\"{cause}\",\"epoch\":{gateway.Journal.Epoch},\"from\":{first},\"to\":{last}"));

    public long Rejected(string reason) =>
        Ledger.Rejections.Where(rejection => rejection.Reason == reason).Sum(rejection => rejection.Count);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
