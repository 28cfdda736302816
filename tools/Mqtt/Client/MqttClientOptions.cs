using System;
using System.IO;
using System.Net.Security;
using System.Threading;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Mqtt;

/// <summary>How to reach a broker, and as whom. The defaults suit a gateway.</summary>
public sealed record MqttClientOptions
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>Client identifier; empty lets the broker choose one (with a clean session only).</summary>
    public required string ClientId { get; init; }

    /// <summary>False: the broker keeps subscriptions and QoS 1 messages while we are away.</summary>
    public bool CleanSession { get; init; } = true;

    /// <summary>User name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>Password, or null; needs a user name.</summary>
    public string? Password { get; init; }

    /// <summary>Message that the broker publishes when we vanish without DISCONNECT.</summary>
    public MqttMessage? Will { get; init; }

    /// <summary>
    /// Seconds without a packet, in either direction, after which a ping goes out; 0 to 65,535. 0: never, and then a
    /// half-open connection is never noticed.
    /// </summary>
    public int KeepAliveSeconds { get; init; } = 60;

    /// <summary>How long the broker may take to answer a ping.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the way from name resolution to CONNACK may take altogether.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker may take to answer a SUBSCRIBE or UNSUBSCRIBE, and to close after our DISCONNECT.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// False: a received QoS 1 message is acknowledged as soon as its event is in the channel.
    /// True: only by <see cref="MqttClient.Acknowledge"/>, after the application made it its own.
    /// </summary>
    public bool ManualAcknowledge { get; init; }

    /// <summary>Largest packet that is accepted from the broker, in bytes.</summary>
    public int MaxPacketBytes { get; init; } = MqttLimits.DefaultMaxPacketBytes;

    /// <summary>
    /// Bytes that may wait for the network before <see cref="MqttClient.TryPublish"/> says no. This is no outbox: what waits when
    /// the connection ends is gone.
    /// </summary>
    public int SendBufferBytes { get; init; } = 64 * 1024;

    /// <summary>Events that may wait for the application; beyond, the client stops reading from the broker.</summary>
    public int EventCapacity { get; init; } = 1024;

    /// <summary>TLS, or null for a plain connection. An absent TargetHost becomes <see cref="Host"/>.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>
    /// Told of each step of opening the connection as it begins, on whatever thread that is: evidence for whoever gives up an attempt
    /// before it has ended.
    /// </summary>
    public Action<MqttConnectPhase>? OnPhase { get; init; }

    /// <summary>
    /// Opens the byte stream instead of TCP to <see cref="Host"/>: an in-process broker, a proxy, a line that a test can cut.
    /// <see cref="Tls"/> runs over it too. It reports failure by throwing IOException or SocketException.
    /// </summary>
    public Func<CancellationToken, ValueTask<Stream>>? OpenStream { get; init; }
}
