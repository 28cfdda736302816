using ZhiSan.Edge.Buffering.Replay;

namespace ZhiSan.Edge.Buffering;

/// <summary>What a journal is made for.</summary>
public sealed class JournalOptions
{
    /// <summary>Flash for segments, in bytes; at least three segments. Default: eleven segments, what a 4 MB module leaves.</summary>
    public int BudgetBytes = 11 * JournalLimits.SegmentFootprintBytes;

    /// <summary>Longest segment, in bytes. Tests make it small.</summary>
    public int SegmentBytes = JournalLimits.MaxSegmentBytes;

    /// <summary>Rows of four channels or more after which a page is sealed. Tests make it small.</summary>
    public int PageRows = JournalLimits.MaxPageRows;

    /// <summary>Most channels of a scan.</summary>
    public int MostChannels = JournalLimits.MaxChannels;

    /// <summary>Longest run that is read for one message, in bytes; <see cref="ReplayReader.ShortestRunBytes"/> at least.</summary>
    public int MessageBytes = JournalLimits.MaxMessageBytes;

    /// <summary>Rows after which a page with the given number of channels is sealed.</summary>
    public int RowsPerPage(int channels) => channels >= JournalLimits.RowsOfOneChannel
        ? PageRows
        : PageRows * JournalLimits.RowsOfOneChannel / (channels < 1 ? 1 : channels);

    /// <summary>Flash that one segment of <see cref="SegmentBytes"/> occupies: whole 4 KiB blocks.</summary>
    public int SegmentFootprintBytes => (SegmentBytes + 4095 + 36) / 4096 * 4096;

    /// <summary>Segments that fit into the budget.</summary>
    public int MaxSegments => BudgetBytes / SegmentFootprintBytes;

    /// <summary>Checks the relations of the limits; null when they hold, else what is wrong.</summary>
    public string? Validate()
    {
        if (SegmentBytes < 512 || SegmentBytes > JournalLimits.MaxSegmentBytes)
        {
            return "SegmentBytes must be 512 to " + JournalLimits.MaxSegmentBytes;
        }

        if (MaxSegments < 3)
        {
            return "BudgetBytes must hold three segments: one to write, one to replay, one to spare";
        }

        if (PageRows < 1 || PageRows > JournalLimits.MaxPageRows)
        {
            return "PageRows must be 1 to " + JournalLimits.MaxPageRows;
        }

        if (MessageBytes < ReplayReader.ShortestRunBytes || MessageBytes > JournalLimits.MaxMessageBytes)
        {
            return "MessageBytes must be " + ReplayReader.ShortestRunBytes + " to " + JournalLimits.MaxMessageBytes;
        }

        return MostChannels < 0 || MostChannels > JournalLimits.MaxChannels
            ? "MostChannels must be 0 to " + JournalLimits.MaxChannels
            : null;
    }
}
