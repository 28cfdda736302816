namespace ZhiSan.Edge.Mqtt;

/// <summary>CONNACK return codes (MQTT 3.1.1 section 3.2.2.3).</summary>
public enum MqttConnectReturnCode : byte
{
    /// <summary>The session is open.</summary>
    Accepted = 0,

    /// <summary>The server does not speak the requested protocol level.</summary>
    UnacceptableProtocolVersion = 1,

    /// <summary>The client identifier is not allowed.</summary>
    IdentifierRejected = 2,

    /// <summary>The server cannot take the client now.</summary>
    ServerUnavailable = 3,

    /// <summary>Wrong user name or password.</summary>
    BadUserNameOrPassword = 4,

    /// <summary>The client may not connect.</summary>
    NotAuthorized = 5,
}
