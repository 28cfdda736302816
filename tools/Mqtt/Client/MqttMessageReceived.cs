namespace ZhiSan.Edge.Mqtt;

/// <summary>A message arrived.</summary>
/// <param name="Message">The message.</param>
/// <param name="PacketId">What to pass to <see cref="MqttClient.Acknowledge"/>; 0 for QoS 0.</param>
/// <param name="Duplicate">The broker may have sent it before.</param>
public sealed record MqttMessageReceived(MqttMessage Message, ushort PacketId, bool Duplicate) : MqttEvent;
