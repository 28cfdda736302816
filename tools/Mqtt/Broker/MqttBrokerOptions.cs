using System;
using System.Net.Security;

namespace ZhiSan.Edge.Mqtt;

/// <summary>What an embedded broker allows. The defaults suit a collector with some thousand gateways.</summary>
public sealed record MqttBrokerOptions
{
    /// <summary>Largest packet that is accepted from a client, in bytes, header included.</summary>
    public int MaxPacketBytes { get; init; } = MqttLimits.DefaultMaxPacketBytes;

    /// <summary>Open connections at most; further ones are closed at once.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Sessions at most, connected or kept; further clients are answered ServerUnavailable.</summary>
    public int MaxSessions { get; init; } = 10_000;

    /// <summary>Subscriptions of one session at most; further ones are answered Failure.</summary>
    public int MaxSubscriptionsPerSession { get; init; } = 1_000;

    /// <summary>QoS 1 messages of one session on their way, unacknowledged, at most; further ones queue.</summary>
    public int MaxInflightPerSession { get; init; } = 64;

    /// <summary>Messages that may queue for one session, connected or away, besides those on their way.</summary>
    public int MaxQueuedMessagesPerSession { get; init; } = 10_000;

    /// <summary>Payload and topic bytes that may queue for one session.</summary>
    public long MaxQueuedBytesPerSession { get; init; } = 16 * 1024 * 1024;

    /// <summary>Retained messages at most; a message for a further topic is delivered but not kept.</summary>
    public int MaxRetainedMessages { get; init; } = 100_000;

    /// <summary>How long a new connection may take until its CONNECT is complete, TLS handshake included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long <see cref="MqttBroker.StopAsync"/> waits for clients to take what is on its way to them.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>TLS for the listener, or null for plain connections.</summary>
    public SslServerAuthenticationOptions? Tls { get; init; }

    /// <summary>Decides who may connect; null lets everybody.</summary>
    public IMqttAuthenticator? Authenticator { get; init; }

    /// <summary>Decides who may publish and subscribe where; null allows everything.</summary>
    public IMqttAuthorizer? Authorizer { get; init; }

    /// <summary>
    /// Sees each message that a client publishes (not last wills) before it takes effect, and may make it fail like a bad network
    /// or a bad broker would. For tests and demonstrations. Called on the publisher's thread; must be quick.
    /// </summary>
    public Func<MqttPublish, MqttInterceptVerdict>? Intercept { get; init; }

    /// <summary>Told what happens to connections and messages, one notice at a time; must be quick and not throw.</summary>
    public Action<MqttBrokerNotice>? OnNotice { get; init; }
}
