using System.Collections.Generic;

namespace ZhiSan.Edge.Mqtt;

/// <summary>SUBACK (section 3.9).</summary>
/// <param name="PacketId">Identifier of the SUBSCRIBE.</param>
/// <param name="Codes">One code for each entry of the SUBSCRIBE, in its order.</param>
public sealed record SubAckPacket(ushort PacketId, IReadOnlyList<MqttSubscribeCode> Codes) : MqttPacket(MqttPacketType.SubAck);
