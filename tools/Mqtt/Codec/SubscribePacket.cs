using System.Collections.Generic;

namespace ZhiSan.Edge.Mqtt;

/// <summary>SUBSCRIBE (section 3.8).</summary>
/// <param name="PacketId">Packet identifier; not 0.</param>
/// <param name="Subscriptions">At least one entry.</param>
public sealed record SubscribePacket(ushort PacketId, IReadOnlyList<MqttSubscription> Subscriptions)
    : MqttPacket(MqttPacketType.Subscribe);
