namespace ZhiSan.Edge.Core.Uplink;

/// <summary>What an attempt to connect is at. Each phase has its own time, and its own meaning when that is over.</summary>
public static class ConnectPhase
{
    /// <summary>Finding the radio network.</summary>
    public const byte Network = 0;

    /// <summary>Getting an address.</summary>
    public const byte Address = 1;

    /// <summary>Resolving the broker's name.</summary>
    public const byte Dns = 2;

    /// <summary>Opening the connection.</summary>
    public const byte Tcp = 3;

    /// <summary>The TLS handshake.</summary>
    public const byte Tls = 4;

    /// <summary>Waiting for CONNACK and for the subscription.</summary>
    public const byte Connack = 5;

    /// <summary>Number of phases.</summary>
    public const int Count = 6;
}
