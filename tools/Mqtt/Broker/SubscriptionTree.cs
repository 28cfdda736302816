using System;
using System.Collections.Generic;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// All subscriptions by topic level, so that finding the subscribers of a topic costs its depth and not their number. Not
/// thread-safe.
/// </summary>
internal sealed class SubscriptionTree
{
    private readonly Node _root = new();

    /// <summary>Adds a subscription, or replaces its QoS.</summary>
    public void Add(BrokerSession session, MqttTopicFilter filter, MqttQos qos)
    {
        var node = _root;
        foreach (var level in filter.Text.Split('/'))
        {
            node = node.Children.TryGetValue(level, out var child) ? child : node.Children[level] = new Node();
        }

        node.Subscribers[session] = qos;
    }

    /// <summary>Removes a subscription and the branches that only it needed.</summary>
    public void Remove(BrokerSession session, MqttTopicFilter filter) => Remove(_root, session, filter.Text.Split('/'), 0);

    /// <summary>Finds each session that wants a topic, once, with the highest QoS of its matching subscriptions.</summary>
    public void Match(string topic, Dictionary<BrokerSession, MqttQos> found)
    {
        var wildcardsApply = topic[0] != '$';
        Match(_root, topic.Split('/'), 0, wildcardsApply, found);
    }

    private static void Match(
        Node node, string[] levels, int at, bool wildcardsApply, Dictionary<BrokerSession, MqttQos> found)
    {
        if (wildcardsApply && node.Children.TryGetValue("#", out var rest))
        {
            Collect(rest, found);
        }

        if (at == levels.Length)
        {
            Collect(node, found);
            return;
        }

        if (node.Children.TryGetValue(levels[at], out var child))
        {
            Match(child, levels, at + 1, true, found);
        }

        if (wildcardsApply && node.Children.TryGetValue("+", out var any))
        {
            Match(any, levels, at + 1, true, found);
        }
    }

    private static void Collect(Node node, Dictionary<BrokerSession, MqttQos> found)
    {
        foreach (var (session, qos) in node.Subscribers)
        {
            if (!found.TryGetValue(session, out var known) || known < qos)
            {
                found[session] = qos;
            }
        }
    }

    private static void Remove(Node node, BrokerSession session, ReadOnlySpan<string> levels, int at)
    {
        if (at == levels.Length)
        {
            node.Subscribers.Remove(session);
        }
        else if (node.Children.TryGetValue(levels[at], out var child))
        {
            Remove(child, session, levels, at + 1);
            if (child.Children.Count == 0 && child.Subscribers.Count == 0)
            {
                node.Children.Remove(levels[at]);
            }
        }
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = [];

        public Dictionary<BrokerSession, MqttQos> Subscribers { get; } = [];
    }
}
