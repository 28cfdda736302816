using System;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace ZhiSan.Edge.Mqtt;

/// <summary>What a client shows when it connects.</summary>
public sealed class MqttCredentials
{
    /// <summary>Client identifier.</summary>
    public required string ClientId { get; init; }

    /// <summary>User name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>Password, or null. Compare it in constant time.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>Client certificate that the TLS options accepted, or null.</summary>
    public X509Certificate? Certificate { get; init; }

    /// <summary>Where it connects from; null for a stream within this process.</summary>
    public EndPoint? RemoteEndPoint { get; init; }
}
