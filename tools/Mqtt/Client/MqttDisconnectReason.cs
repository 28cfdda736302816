namespace ZhiSan.Edge.Mqtt;

/// <summary>Why an open connection ended, as the client saw it.</summary>
public enum MqttDisconnectReason
{
    /// <summary>We called <see cref="MqttClient.DisconnectAsync"/>.</summary>
    Disconnected,

    /// <summary>We called <see cref="MqttClient.Abort"/> or disposed the client.</summary>
    Aborted,

    /// <summary>The broker closed the connection.</summary>
    ClosedByBroker,

    /// <summary>The network failed.</summary>
    NetworkError,

    /// <summary>The broker did not answer a ping in time.</summary>
    PingTimeout,

    /// <summary>The broker sent what is not MQTT 3.1.1.</summary>
    ProtocolError,

    /// <summary>A defect of this library or of the stream that it was given.</summary>
    InternalError,
}
