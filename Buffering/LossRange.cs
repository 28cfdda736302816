namespace ZhiSan.Edge.Buffering;

/// <summary>A range of numbers that has to be accounted for by a <c>Lost</c> record.</summary>
public sealed class LossRange
{
    /// <summary>First number.</summary>
    public long First { get; private set; }

    /// <summary>Last number.</summary>
    public long Last { get; private set; }

    /// <summary>One of <see cref="Records.LossCause"/>.</summary>
    public byte Cause { get; private set; }

    /// <summary>Sets the range.</summary>
    public void Set(long first, long last, byte cause)
    {
        First = first;
        Last = last;
        Cause = cause;
    }
}
