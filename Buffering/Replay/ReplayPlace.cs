using System;

namespace ZhiSan.Edge.Buffering.Replay;

/// <summary>A place between two pages of a segment, and what is known about the page before it.</summary>
internal sealed class ReplayPlace
{
    /// <summary>Makes a place nowhere.</summary>
    public ReplayPlace()
    {
        PreviousMac = new byte[JournalLimits.MacBytes];
    }

    /// <summary>Whether this is a place at all.</summary>
    public bool IsSet;

    /// <summary>Offset in the segment file.</summary>
    public int FileOffset;

    /// <summary>Number behind the page before; every page from here on begins at it or later.</summary>
    public long NextSequence;

    /// <summary>MAC of the page before.</summary>
    public readonly byte[] PreviousMac;

    /// <summary>Whether <see cref="PreviousMac"/> is known.</summary>
    public bool ChainIsKnown;

    /// <summary>Whether numbers missing before the next page are missing because something was damaged or removed.</summary>
    public bool IsMissing;

    /// <summary>Takes over another place.</summary>
    public void CopyFrom(ReplayPlace other)
    {
        IsSet = true;
        FileOffset = other.FileOffset;
        NextSequence = other.NextSequence;
        ChainIsKnown = other.ChainIsKnown;
        IsMissing = other.IsMissing;
        Array.Copy(other.PreviousMac, 0, PreviousMac, 0, JournalLimits.MacBytes);
    }
}
