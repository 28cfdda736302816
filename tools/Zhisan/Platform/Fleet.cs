using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Cli.Platform;

/// <summary>All gateways of which something was heard. Not thread-safe.</summary>
internal sealed class Fleet
{
    /// <summary>Whoever may publish could invent names without end.</summary>
    private const int MostGateways = 20_000;

    private readonly Dictionary<GatewayId, FleetEntry> _entries = [];

    /// <summary>What to subscribe to.</summary>
    public static IReadOnlyList<MqttSubscription> Subscriptions { get; } =
    [
        new("zhisan/v1/+/+/state", MqttQos.AtMostOnce),
        new("zhisan/v1/+/+/heartbeat", MqttQos.AtMostOnce),
    ];

    /// <summary>The most urgent first, then by name.</summary>
    public IReadOnlyList<FleetEntry> Entries => _entries.Values.OrderByDescending(entry => entry.Level).ThenBy(entry => entry.Id).ToList();

    /// <summary>The highest level of all.</summary>
    public AlertLevel Worst => _entries.Values.Select(entry => entry.Level).DefaultIfEmpty().Max();

    /// <summary>Takes a message; gives the gateway that it changed, or null.</summary>
    public FleetEntry? Take(MqttMessage message)
    {
        string[] parts = message.Topic.Split('/');
        if (parts.Length != 5 || !GatewayId.TryParse($"{parts[2]}/{parts[3]}", out GatewayId id))
        {
            return null;
        }

        FleetEntry? known = _entries.GetValueOrDefault(id);
        FleetEntry entry = known ?? new FleetEntry(id);
        FleetEntry changed = parts[4] switch
        {
            "state" => entry.WithState(message.Payload),
            "heartbeat" => entry.WithHeartbeat(message.Payload),
            _ => entry,
        };
        if (ReferenceEquals(changed, entry) || (known == null && _entries.Count >= MostGateways))
        {
            return null;
        }

        _entries[id] = changed;
        return changed;
    }
}
