using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.Cli.Inspection;

/// <summary>What a journal's files hold.</summary>
internal sealed class JournalInspection
{
    /// <summary>Epoch, or null when nothing verifies.</summary>
    public uint? Epoch { get; set; }

    /// <summary>Segment files.</summary>
    public int Segments { get; set; }

    /// <summary>Tail files that hold rows which are in no segment.</summary>
    public int Tails { get; set; }

    /// <summary>Bytes in all of the journal's files.</summary>
    public long Bytes { get; set; }

    /// <summary>Records found, each number once.</summary>
    public long Records { get; set; }

    /// <summary>Pages, in order.</summary>
    public List<PageInfo> Pages { get; } = [];

    /// <summary>Ranges present.</summary>
    public List<SequenceRange> Present { get; } = [];

    /// <summary>Ranges that a record accounts for: lost or thinned, with the cause.</summary>
    public List<SequenceRange> AccountedFor { get; } = [];

    /// <summary>Ranges of which nothing is known.</summary>
    public List<SequenceRange> Missing { get; } = [];

    /// <summary>Everything that does not verify, in words.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Files that are none of the journal's.</summary>
    public List<string> UnknownFiles { get; } = [];

    /// <summary>Whether everything verifies and no number is missing.</summary>
    public bool IsWhole => Epoch != null && Problems.Count == 0 && Missing.Count == 0;

    /// <summary>The form for programs.</summary>
    public object ToJson(bool pages) => new
    {
        Epoch,
        Segments,
        Tails,
        Bytes,
        Records,
        PageCount = Pages.Count,
        SealedPages = Pages.Count(page => page.Sealed),
        MacVerified = Pages.Count(page => page.Mac == "verified"),
        Present,
        AccountedFor,
        Missing,
        Problems,
        UnknownFiles,
        IsWhole,
        Pages = pages ? Pages : null,
    };
}
