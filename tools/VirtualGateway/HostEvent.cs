namespace ZhiSan.Edge.VirtualGateway;

/// <summary>Something the network side has to tell the loop. Connections are told apart by their number.</summary>
internal abstract record HostEvent(int Connection)
{
    /// <summary>The attempt entered a phase, one of <see cref="Core.Uplink.ConnectPhase"/>.</summary>
    internal sealed record Phase(int Connection, byte Entered) : HostEvent(Connection);

    internal sealed record Up(int Connection) : HostEvent(Connection);

    internal sealed record Down(int Connection, byte Cause, string Detail) : HostEvent(Connection);

    internal sealed record Taken(int Connection, int Token) : HostEvent(Connection);

    internal sealed record Arrived(int Connection, string Topic, byte[] Payload) : HostEvent(Connection);

    /// <summary>The cable has something, or takes something again.</summary>
    internal sealed record Cable() : HostEvent(0);
}
