using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering;

/// <summary>What starting from the bytes on flash found.</summary>
public sealed class RecoveryReport
{
    /// <summary>Whether a new epoch was born because no file verified.</summary>
    public bool Formatted;

    /// <summary>Files in the store.</summary>
    public int Files;

    /// <summary>Files whose name is none of the journal's; left alone.</summary>
    public int UnknownFiles;

    /// <summary>Segments of this epoch found.</summary>
    public int Segments;

    /// <summary>Segments read whose header does not verify; left alone.</summary>
    public int UnreadableSegments;

    /// <summary>Tails that hold rows which are not in a segment.</summary>
    public int PendingTails;

    /// <summary>Rows in them.</summary>
    public int PendingRows;

    /// <summary>Bytes in tails that verify as nothing.</summary>
    public int UnreadableTailBytes;

    /// <summary>Whether bytes behind the last page of the newest segment do not verify.</summary>
    public bool DamagedEnd;

    /// <summary>Bytes read from the store, directory listing excepted.</summary>
    public int BytesRead;

    /// <summary>Whether the newest segment may be without its channel set: the power went before it was written.</summary>
    public bool ChannelSetMissing;

    /// <summary>Last number that the newest <c>Thinned</c> record found covers; 0 when none was found.</summary>
    public long ThinnedThrough;

    /// <summary>Highest boot number found; 0 when none.</summary>
    public uint LastBoot;

    /// <summary>The newest record found in the newest page or in a tail; null when there is none.</summary>
    public Record? LastRecord;
}
