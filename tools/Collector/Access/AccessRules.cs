using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Who may publish and subscribe where: one table, from which the embedded broker decides and mosquitto's files are written. What
/// is not in it is forbidden. A gateway has these rights below its own root, the others below every gateway's.
/// </summary>
public static class AccessRules
{
    /// <summary>The table.</summary>
    public static IReadOnlyList<AccessRule> All { get; } =
    [
        .. Rules(AccessRole.Gateway, mayPublish: true, "state", "heartbeat", "live", "pages", "incident", "reply", "test"),
        .. Rules(AccessRole.Gateway, mayPublish: false, "ack", "cmd"),
        .. Rules(AccessRole.Platform, mayPublish: true, "ack", "cmd"),
        .. Rules(AccessRole.Platform, mayPublish: false, "state", "heartbeat", "live", "pages", "incident", "reply", "ack"),
        .. Rules(AccessRole.Operator, mayPublish: true, "cmd"),
        .. Rules(AccessRole.Operator, mayPublish: false, "state", "heartbeat", "live", "incident", "reply"),
        .. Rules(AccessRole.Viewer, mayPublish: false, "state", "heartbeat", "live", "incident"),
    ];

    /// <summary>Whether a text can name a user of a role: <c>site/gateway</c>, or a name without a slash.</summary>
    public static bool IsUser(string name, AccessRole role) =>
        role == AccessRole.Gateway ? GatewayId.TryParse(name, out _) : GatewayId.IsName(name);

    /// <summary>
    /// Whether a client may call itself so: the user's name, or that name, a dot and anything. Names hold no dot: nobody can take over
    /// another user's connection.
    /// </summary>
    public static bool IsClientIdOf(string user, string clientId) =>
        clientId == user || clientId.StartsWith(user + ".", StringComparison.Ordinal);

    /// <summary>Whether a user of a role may publish to a topic.</summary>
    public static bool MayPublish(string user, AccessRole role, string topic) =>
        Of(role, mayPublish: true).Any(rule => FilterOf(rule, user).Matches(topic));

    /// <summary>Whether a user of a role may subscribe with a filter: everything that it matches must be allowed.</summary>
    public static bool MaySubscribe(string user, AccessRole role, MqttTopicFilter filter) =>
        Of(role, mayPublish: false).Any(rule => FilterOf(rule, user).Includes(filter));

    /// <summary>The rules of one role and direction.</summary>
    public static IEnumerable<AccessRule> Of(AccessRole role, bool mayPublish) =>
        All.Where(rule => rule.Role == role && rule.MayPublish == mayPublish);

    private static MqttTopicFilter FilterOf(AccessRule rule, string user) =>
        MqttTopicFilter.Parse(rule.Role == AccessRole.Gateway ? $"zhisan/v1/{user}/{rule.Leaf}" : CollectorTopic.Filter(rule.Leaf));

    private static IEnumerable<AccessRule> Rules(AccessRole role, bool mayPublish, params string[] leaves) =>
        leaves.Select(leaf => new AccessRule(role, mayPublish, leaf));
}
