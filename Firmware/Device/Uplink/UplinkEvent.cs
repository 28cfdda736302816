namespace ZhiSan.Edge.Device.Uplink;

/// <summary>One slot of the inbox. Reused: nothing of it outlives the next <see cref="EventInbox.Take"/>.</summary>
public sealed class UplinkEvent
{
    /// <summary>Longest payload kept: a command's. What is longer is not meant for us.</summary>
    public const int MaxPayloadBytes = 512;

    /// <summary>Makes an event with a buffer for a payload.</summary>
    public UplinkEvent(byte[] payload)
    {
        Payload = payload;
    }

    /// <summary>What happened.</summary>
    public UplinkEventKind Kind;

    /// <summary>Number of the connection it happened on.</summary>
    public int Connection;

    /// <summary>Token of a message that has a result.</summary>
    public int Token;

    /// <summary>Whether the broker took that message.</summary>
    public bool Accepted;

    /// <summary>
    /// Why a connection failed, one of <see cref="Core.Incidents.IncidentCause"/>; for a phase one of <see cref="Core.Uplink.ConnectPhase"/>.
    /// </summary>
    public byte Cause;

    /// <summary>Why a connection failed, in words for a technician; never a secret.</summary>
    public string Detail = string.Empty;

    /// <summary>Topic of a message that arrived; empty when it was too long to keep.</summary>
    public string Topic = string.Empty;

    /// <summary>Buffer with the payload of a message that arrived.</summary>
    public readonly byte[] Payload;

    /// <summary>Bytes of that payload.</summary>
    public int PayloadLength;

    internal void CopyFrom(UplinkEvent other)
    {
        Kind = other.Kind;
        Connection = other.Connection;
        Token = other.Token;
        Accepted = other.Accepted;
        Cause = other.Cause;
        Detail = other.Detail;
        Topic = other.Topic;
        PayloadLength = other.PayloadLength;
    }
}
