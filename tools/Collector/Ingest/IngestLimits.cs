using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Collector;

/// <summary>Every limit on what comes from outside, in one place.</summary>
public static class IngestLimits
{
    /// <summary>Longest message on <c>pages</c>, in bytes.</summary>
    public const int MaxPagesBytes = JournalLimits.MaxMessageBytes;

    /// <summary>Longest heartbeat or incident message, in bytes: four times what the protocol promises.</summary>
    public const int MaxJsonBytes = 4096;

    /// <summary>
    /// Most rows of a page: four times what a gateway writes. A chunk of five bytes may claim 63 rows, so that without it a small
    /// message of a defective gateway could claim fifty thousand.
    /// </summary>
    public const int MaxPageRows = 4 * JournalLimits.MaxPageRows;

    /// <summary>Incident messages kept per gateway; they are previews, the records in the pages stay.</summary>
    public const int MaxIncidentMessages = 256;

    /// <summary>Ranges kept per gateway of which it said that it no longer has them; the oldest answers go first.</summary>
    public const int MaxGoneRanges = 256;

    /// <summary>Strangers that are counted by name; all others are counted together.</summary>
    public const int MaxNamedStrangers = 1000;

    /// <summary>Longest detail that is stored with a rejection, in characters.</summary>
    public const int MaxDetailLength = 200;
}
