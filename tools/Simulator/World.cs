using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Simulator;

/// <summary>One simulated world: gateways, network, platform and weather, on one thread and one clock.</summary>
public sealed class World
{
    private const long DayMs = 24L * 3_600_000;

    /// <summary>After the last fault so long, sampling ends.</summary>
    private const long SettleMs = 30 * 60_000;

    private readonly Dictionary<GatewayId, SimGateway> _byId = [];

    /// <summary>Makes a world in which nothing happened yet.</summary>
    /// <param name="scenario">What it follows from.</param>
    /// <param name="trace">Where every event is told, or null.</param>
    public World(Scenario scenario, TextWriter? trace = null)
    {
        Scenario = scenario;
        Mix = scenario.Mix;
        Queue = new EventQueue();
        Trace = new Trace(Queue, trace);
        Time = new SimTime(Queue);
        FaultsEndMs = scenario.Days * DayMs;
        var random = new SimRandom(scenario.Seed, "world");
        Broker = new SimBroker(this, new SimRandom(scenario.Seed, "broker")) { Persists = random.Chance(500) };
        Collector = new SimCollector(this, new SimRandom(scenario.Seed, "collector")) { PersistentSession = random.Chance(400) };
        Gateways = [.. Enumerable.Range(0, scenario.Gateways).Select(index => new SimGateway(this, index))];
        foreach (var gateway in Gateways)
        {
            _byId[gateway.Id] = gateway;
        }
    }

    /// <summary>
    /// Simulated time within which everything is delivered once the faults are over, counted from the end of sampling: longest wait
    /// for a connection, for an acknowledgement, and for a repair.
    /// </summary>
    public static TimeSpan ConvergenceTime { get; } = TimeSpan.FromHours(4);

    /// <summary>What it follows from.</summary>
    public Scenario Scenario { get; }

    /// <summary>Promises broken; the run ends with the first ones.</summary>
    public List<Violation> Violations { get; } = [];

    /// <summary>Situations that were reached.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>What happened, as a number.</summary>
    public ulong TraceHash => Trace.Hash;

    /// <summary>How often each fault happened.</summary>
    public SortedDictionary<FaultKind, long> Happened { get; } = [];

    internal FaultMix Mix { get; }

    internal EventQueue Queue { get; }

    internal Trace Trace { get; }

    internal SimTime Time { get; }

    internal KeyRing Keys { get; } = new();

    internal SimBroker Broker { get; }

    internal SimCollector Collector { get; }

    internal IReadOnlyList<SimGateway> Gateways { get; }

    internal long FaultsEndMs { get; }

    /// <summary>What the time server is wrong by.</summary>
    internal long TimeErrorMs { get; set; }

    /// <summary>Runs to the end, or to the first broken promise.</summary>
    public void Run()
    {
        new Weather(this).Begin();
        Collector.Start();
        foreach (var gateway in Gateways)
        {
            gateway.PowerOn();
        }

        RunUntil(FaultsEndMs);
        Trace.Note("world", "the faults are over");
        foreach (var gateway in Gateways)
        {
            gateway.Calm();
        }

        RunUntil(FaultsEndMs + SettleMs);
        foreach (var gateway in Gateways)
        {
            gateway.Drain();
        }

        RunUntil(FaultsEndMs + SettleMs + (long)ConvergenceTime.TotalMilliseconds);
        if (Violations.Count == 0)
        {
            foreach (var gateway in Gateways)
            {
                gateway.JudgeEnd();
            }
        }
    }

    /// <summary>What came of it.</summary>
    public RunResult Result() => new(this);

    internal SimGateway Gateway(GatewayId id) => _byId[id];

    internal SimGateway? GatewayOf(string topic)
    {
        foreach (var gateway in Gateways)
        {
            if (topic.StartsWith(gateway.Id.TopicRoot, StringComparison.Ordinal) && topic.LastIndexOf('/') == gateway.Id.TopicRoot.Length)
            {
                return gateway;
            }
        }

        return null;
    }

    internal bool IsFaulty(FaultKind kind) => Queue.NowMs < FaultsEndMs && Mix.Has(kind);

    internal void Violate(string promise, string who, string text)
    {
        Violations.Add(new Violation(promise, who, Queue.NowMs, text));
        Trace.Note(who, $"VIOLATION {promise}: {text}");
    }

    internal void Rejected(GatewayId? id, Rejection rejection)
    {
        Coverage.Reach("rejection " + rejection.Reason);
        Trace.Note(id?.Gateway ?? "collector", $"rejected, {rejection.Reason}: {rejection.Detail}");
        var isMine = id is { } known && _byId.TryGetValue(known, out var gateway) && gateway.Oracle.IsDamaged;
        if (rejection.Reason is not (RejectionReason.ForeignReply or RejectionReason.Mac) && !isMine)
        {
            Violate("I2", id?.Gateway ?? "collector", $"the platform rejects {rejection.Reason}: {rejection.Detail}");
        }
    }

    internal void Acked(MqttMessage message)
    {
        if (!message.Topic.EndsWith("/ack", StringComparison.Ordinal) || message.Payload.IsEmpty)
        {
            return;
        }

        using var json = System.Text.Json.JsonDocument.Parse(message.Payload);
        var through = json.RootElement.GetProperty("through").GetInt64();
        GatewayOf(message.Topic)?.Oracle.Acked(json.RootElement.GetProperty("epoch").GetUInt32(), through);
        Trace.Mix((ulong)through);
    }

    private void RunUntil(long untilMs)
    {
        while (Violations.Count == 0 && Queue.Step(untilMs))
        {
        }
    }
}
