namespace ZhiSan.Edge.Mqtt;

/// <summary>What a <see cref="MqttBrokerNotice"/> is about.</summary>
public enum MqttBrokerNoticeKind
{
    /// <summary>A client opened its session.</summary>
    Connected,

    /// <summary>A CONNECT was refused.</summary>
    Refused,

    /// <summary>A connection ended with DISCONNECT.</summary>
    Disconnected,

    /// <summary>A connection ended without DISCONNECT: closed by the client or the network.</summary>
    Lost,

    /// <summary>A client was silent for one and a half keep-alive periods.</summary>
    KeepAliveExpired,

    /// <summary>A new connection did not complete its CONNECT in time.</summary>
    ConnectTimeout,

    /// <summary>A client connected again under the same identifier, and the older connection was closed.</summary>
    TakenOver,

    /// <summary>A client sent what is not MQTT 3.1.1, or what this broker does not take.</summary>
    ProtocolError,

    /// <summary>A client published where it may not.</summary>
    NotAuthorized,

    /// <summary><see cref="MqttBroker.Disconnect"/> or an intercept verdict dropped the connection.</summary>
    Dropped,

    /// <summary>The broker stopped.</summary>
    Stopped,

    /// <summary>A message was not queued because the session's queue is full.</summary>
    MessageDropped,

    /// <summary>A message was not retained because the store is full.</summary>
    RetainedStoreFull,

    /// <summary>A defect of the broker or of what it was given to call; the connection was closed.</summary>
    InternalError,
}
