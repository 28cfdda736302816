using System.Collections.Generic;

namespace ZhiSan.Edge.Mqtt;

/// <summary>UNSUBSCRIBE (section 3.10).</summary>
/// <param name="PacketId">Packet identifier; not 0.</param>
/// <param name="Filters">At least one topic filter.</param>
public sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<MqttTopicFilter> Filters)
    : MqttPacket(MqttPacketType.Unsubscribe);
