using System;

namespace ZhiSan.Edge.Collector;

/// <summary>The topics of gateways, as the collector reads them.</summary>
/// <param name="Id">The gateway.</param>
/// <param name="Leaf">What follows its root, for example <c>pages</c>.</param>
internal readonly record struct CollectorTopic(GatewayId Id, string Leaf)
{
    private const string Prefix = "zhisan/v1/";

    /// <summary>The filter for one leaf of all gateways.</summary>
    public static string Filter(string leaf) => $"{Prefix}+/+/{leaf}";

    /// <summary>Reads a topic name; false when it is not one of a gateway.</summary>
    public static bool TryParse(string topic, out CollectorTopic parsed)
    {
        parsed = default;
        var slash = topic.LastIndexOf('/');
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal) || slash < Prefix.Length
            || !GatewayId.TryParse(topic.AsSpan(Prefix.Length, slash - Prefix.Length), out var id))
        {
            return false;
        }

        parsed = new CollectorTopic(id, topic[(slash + 1)..]);
        return true;
    }
}
