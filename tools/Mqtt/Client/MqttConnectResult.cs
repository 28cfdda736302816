using System.Diagnostics.CodeAnalysis;

namespace ZhiSan.Edge.Mqtt;

/// <summary>What came of <see cref="MqttClient.ConnectAsync"/>.</summary>
public sealed record MqttConnectResult
{
    /// <summary>The open connection, or null; the caller disposes it.</summary>
    public MqttClient? Client { get; init; }

    /// <summary>True: <see cref="Client"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(Client))]
    public bool IsConnected => Client is not null;

    /// <summary>The named cause of failure, or None.</summary>
    public MqttConnectFailure Failure { get; init; }

    /// <summary>The step that failed, or Connected.</summary>
    public MqttConnectPhase Phase { get; init; }

    /// <summary>Return code of the CONNACK; null when none came.</summary>
    public MqttConnectReturnCode? ReturnCode { get; init; }

    /// <summary>The broker still had our session, with its subscriptions.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>The failure in one line for people; empty on success.</summary>
    public string Detail { get; init; } = "";
}
