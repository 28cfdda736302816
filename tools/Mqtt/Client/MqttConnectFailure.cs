namespace ZhiSan.Edge.Mqtt;

/// <summary>Why a connection could not be opened; the evidence from which incident causes are decided.</summary>
public enum MqttConnectFailure
{
    /// <summary>It was opened.</summary>
    None = 0,

    /// <summary>The host name has no address.</summary>
    Dns,

    /// <summary>No TCP connection, or it was closed before the broker answered.</summary>
    Tcp,

    /// <summary>The TLS handshake failed: untrusted, wrong name, expired, or our certificate was refused.</summary>
    Tls,

    /// <summary>The broker said no; the return code says why.</summary>
    Refused,

    /// <summary>Not finished in time; the phase says where it stood.</summary>
    Timeout,

    /// <summary>The answer is not MQTT.</summary>
    Protocol,
}
