using System;
using System.Net.Security;

namespace ZhiSan.Edge.VirtualGateway;

/// <summary>How a client proves to a broker who it is, and the broker to the client.</summary>
/// <param name="UserName">User name, or null.</param>
/// <param name="Password">Password, or null.</param>
/// <param name="MakeTls">Makes the TLS options for one broker, or null for plain connections.</param>
public sealed record BrokerLogin(string? UserName, string? Password, Func<SslClientAuthenticationOptions>? MakeTls)
{
    /// <summary>No user, no encryption.</summary>
    public static BrokerLogin Anonymous { get; } = new(null, null, null);

    /// <summary>Without the password.</summary>
    public override string ToString() => UserName ?? "anonymous";
}
