namespace ZhiSan.Edge.Mqtt;

/// <summary>The present state of one session.</summary>
/// <param name="ClientId">Client identifier.</param>
/// <param name="Identity">Identity that the authenticator gave at the last connect.</param>
/// <param name="IsConnected">A connection is open.</param>
/// <param name="Subscriptions">Number of subscriptions.</param>
/// <param name="Queued">Messages that wait.</param>
/// <param name="Inflight">QoS 1 messages sent and not acknowledged.</param>
/// <param name="Dropped">Messages dropped because the queue was full, since the session began.</param>
public sealed record MqttSessionInfo(
    string ClientId, string Identity, bool IsConnected, int Subscriptions, int Queued, int Inflight, long Dropped);
