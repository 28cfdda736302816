namespace ZhiSan.Edge.Buffering;

/// <summary>
/// How far the stream has come, as last sequence numbers: freed &lt;= acked &lt;= sent &lt;= durable &lt;= appended (I4),
/// none ever going back. This is the only place that moves them.
/// </summary>
public sealed class Watermarks
{
    /// <summary>Last number given to a record.</summary>
    public long Appended { get; private set; }

    /// <summary>Last number that is on flash, or accounted for as lost.</summary>
    public long Durable { get; private set; }

    /// <summary>Last number in a sealed page: what can be sent.</summary>
    public long Sealed { get; private set; }

    /// <summary>Last number that may have been sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Last number that the platform has, or that a durable record accounts for.</summary>
    public long Acked { get; private set; }

    /// <summary>Last number that the journal no longer holds.</summary>
    public long Freed { get; private set; }

    /// <summary>Sets all of them after recovery. Whatever was found on flash, the order I4 holds afterwards.</summary>
    public void Restore(long freed, long acked, long sealedThrough, long durable)
    {
        Freed = freed;
        Acked = acked < freed ? freed : acked;
        Durable = durable < Acked ? Acked : durable;
        Sealed = sealedThrough > Durable ? Durable : sealedThrough < Acked ? Acked : sealedThrough;

        // What was sent before the start cannot be known; everything sealed may have been.
        Sent = Sealed;
        Appended = Durable;
        Check();
    }

    /// <summary>Gives the next number.</summary>
    public long Append()
    {
        Appended++;
        return Appended;
    }

    /// <summary>A record is on flash.</summary>
    public void MoveDurable(long through)
    {
        Invariant.Check(through >= Durable && through <= Appended, "I4 durable never goes back, nor beyond appended");
        Durable = through;
    }

    /// <summary>
    /// A page is sealed, and with it its rows are durable. One that recovery found behind the acknowledged number changes nothing.
    /// </summary>
    public void MoveSealed(long through)
    {
        Durable = through > Durable ? through : Durable;
        Sealed = through > Sealed ? through : Sealed;
        Check();
    }

    /// <summary>Pages were handed to the network.</summary>
    public void MoveSent(long through)
    {
        Sent = through > Sent ? through : Sent;
        Check();
    }

    /// <summary>The platform has everything through this number, or it is accounted for.</summary>
    public void MoveAcked(long through)
    {
        if (through > Acked)
        {
            Acked = through;
            Sent = through > Sent ? through : Sent;
            Check();
        }
    }

    /// <summary>Space was freed through this number.</summary>
    public void MoveFreed(long through)
    {
        Invariant.Check(through <= Acked, "I3 only what is acknowledged or accounted for is freed");
        Freed = through > Freed ? through : Freed;
        Check();
    }

    private void Check()
    {
        Invariant.Check(
            Freed <= Acked && Acked <= Sent && Sent <= Durable && Sealed <= Durable && Durable <= Appended,
            "I4 freed <= acked <= sent <= durable <= appended");
    }
}
