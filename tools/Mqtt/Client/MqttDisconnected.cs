namespace ZhiSan.Edge.Mqtt;

/// <summary>The connection ended: always the last event.</summary>
/// <param name="Reason">The named cause.</param>
/// <param name="Detail">The cause in one line for people.</param>
public sealed record MqttDisconnected(MqttDisconnectReason Reason, string Detail) : MqttEvent;
