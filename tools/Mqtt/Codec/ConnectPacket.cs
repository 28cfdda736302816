using System;

namespace ZhiSan.Edge.Mqtt;

/// <summary>CONNECT (section 3.1).</summary>
/// <param name="ClientId">Client identifier; empty asks the server to choose one, which needs a clean session.</param>
/// <param name="CleanSession">False: the server keeps subscriptions and QoS 1 messages while the client is away.</param>
/// <param name="KeepAliveSeconds">The client promises a packet at least this often; 0 makes no promise.</param>
/// <param name="Will">Message that the server publishes when the connection ends without DISCONNECT.</param>
/// <param name="UserName">User name, or null.</param>
/// <param name="Password">Password, or null; needs a user name.</param>
public sealed record ConnectPacket(
    string ClientId,
    bool CleanSession,
    ushort KeepAliveSeconds,
    MqttMessage? Will = null,
    string? UserName = null,
    ReadOnlyMemory<byte>? Password = null)
    : MqttPacket(MqttPacketType.Connect);
