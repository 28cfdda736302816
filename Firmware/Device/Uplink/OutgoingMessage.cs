namespace ZhiSan.Edge.Device.Uplink;

/// <summary>A slot of the outbox.</summary>
internal sealed class OutgoingMessage
{
    /// <summary>Topic.</summary>
    public string Topic = string.Empty;

    /// <summary>The payload, exactly as long as its array: the client takes nothing else, and keeps it until it is sent.</summary>
    public byte[] Payload = new byte[0];

    /// <summary>Quality of service, 0 or 1.</summary>
    public int Qos;

    /// <summary>Whether the broker keeps the message.</summary>
    public bool Retain;

    /// <summary>What the core wants the result under.</summary>
    public int Token;

    /// <summary>When the main loop put it here.</summary>
    public long SinceMs;
}
