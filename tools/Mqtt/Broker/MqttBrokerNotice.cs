namespace ZhiSan.Edge.Mqtt;

/// <summary>Something that happened in the broker and that an operator or a test may want to know.</summary>
/// <param name="Kind">What.</param>
/// <param name="ClientId">The client concerned; empty when it did not say who it is.</param>
/// <param name="Detail">One line for people.</param>
public sealed record MqttBrokerNotice(MqttBrokerNoticeKind Kind, string ClientId, string Detail);
