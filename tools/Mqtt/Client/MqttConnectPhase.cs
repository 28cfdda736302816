namespace ZhiSan.Edge.Mqtt;

/// <summary>The steps of opening a connection, in their order.</summary>
public enum MqttConnectPhase
{
    /// <summary>Resolving the host name.</summary>
    Dns,

    /// <summary>Opening TCP, or the stream of <see cref="MqttClientOptions.OpenStream"/>.</summary>
    Tcp,

    /// <summary>TLS handshake.</summary>
    Tls,

    /// <summary>CONNECT sent, waiting for CONNACK.</summary>
    ConnAck,

    /// <summary>Open.</summary>
    Connected,
}
