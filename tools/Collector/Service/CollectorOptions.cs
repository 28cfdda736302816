using System;
using System.Net;
using System.Net.Security;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Collector;

/// <summary>How a collector runs.</summary>
public sealed record CollectorOptions
{
    /// <summary>The SQLite database; created when there is none.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>Keys of the gateways; who is not in it is rejected.</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>
    /// Where the embedded broker listens; port 0 lets the system choose. Ignored when <see cref="Broker"/> is given.
    /// </summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 1883);

    /// <summary>
    /// Limits, authentication, TLS and the interceptor of the embedded broker: the seams for access control, and for demos that
    /// lose messages on purpose.
    /// </summary>
    public MqttBrokerOptions EmbeddedBroker { get; init; } = new();

    /// <summary>
    /// Who may talk to the embedded broker, with the rights of <see cref="AccessRules"/>; changes of the file take effect within a
    /// second, on open connections too. Null: <see cref="EmbeddedBroker"/> decides. Ignored when <see cref="Broker"/> is given.
    /// </summary>
    public UserFile? Users { get; init; }

    /// <summary>An existing broker to use instead of the embedded one, or null.</summary>
    public BrokerAddress? Broker { get; init; }

    /// <summary>User name at the broker, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>Password at the broker, or null.</summary>
    public string? Password { get; init; }

    /// <summary>TLS to the existing broker, or null.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>MQTT client identifier.</summary>
    public string ClientId { get; init; } = "zhisan-collector";

    /// <summary>True: the broker queues pages while the collector is away. False: the gateways send again.</summary>
    public bool PersistentSession { get; init; }

    /// <summary>First wait before a failed connection is tried again; each further one is twice as long.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait before a failed connection is tried again.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How missing records are asked for; null: they are not.</summary>
    public RepairPacing? Repair { get; init; } = new();

    /// <summary>Told what happens, on the service's own thread; must be quick and not throw.</summary>
    public Action<CollectorNotice>? OnNotice { get; init; }

    /// <summary>Called at the steps of every message: where a test ends the process.</summary>
    public Action<CollectorStep, MqttMessage>? OnStep { get; init; }

    /// <summary>Gives the time of receipt.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
