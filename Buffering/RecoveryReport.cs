using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering;

/// <summary>What starting from the bytes on flash found.</summary>
public sealed class RecoveryReport
{
    /// <summary>Whether a new epoch was born because no file verified.</summary>
    public bool Formatted { get; set; }

    /// <summary>Files in the store.</summary>
    public int Files { get; set; }

    /// <summary>Files whose name is none of the journal's; left alone.</summary>
    public int UnknownFiles { get; set; }

    /// <summary>Segments of this epoch found.</summary>
    public int Segments { get; set; }

    /// <summary>Segments read whose header does not verify; left alone.</summary>
    public int UnreadableSegments { get; set; }

    /// <summary>Tails that hold rows which are not in a segment.</summary>
    public int PendingTails { get; set; }

    /// <summary>Rows in them.</summary>
    public int PendingRows { get; set; }

    /// <summary>Bytes in tails that verify as nothing.</summary>
    public int UnreadableTailBytes { get; set; }

    /// <summary>Whether bytes behind the last page of the newest segment do not verify.</summary>
    public bool DamagedEnd { get; set; }

    /// <summary>Bytes read from the store, directory listing excepted.</summary>
    public int BytesRead { get; set; }

    /// <summary>Whether the newest segment may be without its channel set: the power went before it was written.</summary>
    public bool ChannelSetMissing { get; set; }

    /// <summary>Last number that the newest <c>Thinned</c> record found covers; 0 when none was found.</summary>
    public long ThinnedThrough { get; set; }

    /// <summary>Highest boot number found; 0 when none.</summary>
    public uint LastBoot { get; set; }

    /// <summary>The newest record found in the newest page or in a tail; null when there is none.</summary>
    public Record? LastRecord { get; set; }
}
