namespace ZhiSan.Edge.Mqtt;

/// <summary>CONNACK (section 3.2).</summary>
/// <param name="SessionPresent">The server still had a session of this client.</param>
/// <param name="ReturnCode">Accepted, or why not.</param>
public sealed record ConnAckPacket(bool SessionPresent, MqttConnectReturnCode ReturnCode) : MqttPacket(MqttPacketType.ConnAck);
