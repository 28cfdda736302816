namespace ZhiSan.Edge.Core;

/// <summary>
/// One thing to do. The object and its payload are reused: whoever drains outputs is done with them before it calls the
/// core again.
/// </summary>
public sealed class GatewayOutput
{
    /// <summary>No result is expected.</summary>
    public const int NoToken = -1;

    /// <summary>What to do.</summary>
    public OutputKind Kind { get; internal set; }

    /// <summary>Topic of a message.</summary>
    public string Topic { get; internal set; } = string.Empty;

    /// <summary>Buffer with the payload.</summary>
    public byte[] Payload { get; internal set; } = new byte[0];

    /// <summary>Bytes of the payload, from the buffer's beginning.</summary>
    public int PayloadLength { get; internal set; }

    /// <summary>Quality of service, 0 or 1.</summary>
    public int Qos { get; internal set; }

    /// <summary>Whether the broker keeps the message.</summary>
    public bool Retain { get; internal set; }

    /// <summary>What to report the result under, or <see cref="NoToken"/>.</summary>
    public int Token { get; internal set; }

    /// <summary>Of <see cref="OutputKind.Connect"/>: 0 the primary broker, 1 the secondary one.</summary>
    public int Broker { get; internal set; }

    /// <summary>Of <see cref="OutputKind.SetClockChip"/>: the time now, in milliseconds since 1970.</summary>
    public long UtcMs { get; internal set; }

    internal void Set(OutputKind kind)
    {
        Kind = kind;
        Topic = string.Empty;
        PayloadLength = 0;
        Qos = 0;
        Retain = false;
        Token = NoToken;
    }

    internal void SetPublish(string topic, byte[] payload, int length, int qos, bool retain, int token)
    {
        Kind = OutputKind.Publish;
        Topic = topic;
        Payload = payload;
        PayloadLength = length;
        Qos = qos;
        Retain = retain;
        Token = token;
    }
}
