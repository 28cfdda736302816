namespace ZhiSan.Edge.Buffering;

/// <summary>Every limit of the journal in one place. The journal checks their relations when it is made.</summary>
public static class JournalLimits
{
    /// <summary>Most channels one scan may carry.</summary>
    public const int MaxChannels = 32;

    /// <summary>Longest body of an event record, in bytes.</summary>
    public const int MaxEventBodyBytes = 480;

    /// <summary>Most rows of one chunk.</summary>
    public const int MaxChunkRows = 127;

    /// <summary>
    /// Rows of four channels or more after which a page is sealed at the latest: long pages are dense, a damaged one costs all
    /// of its rows. With fewer channels a page takes more rows, up to <see cref="RowsOfOneChannel"/> times as many.
    /// </summary>
    public const int MaxPageRows = 512;

    /// <summary>How many rows of one channel weigh as much as one row of four channels.</summary>
    public const int RowsOfOneChannel = 4;

    /// <summary>Longest sealed page, in bytes, so that two fit into one message.</summary>
    public const int MaxPageBytes = 2000;

    /// <summary>Longest message and longest piece read from a segment at once, in bytes.</summary>
    public const int MaxMessageBytes = 4096;

    /// <summary>
    /// Segments that the index takes beyond the budget's. A flash that fails now and then leaves segments that are short; each occupies
    /// a block or two, so that far more of them fit into the budget than whole ones. A full index would stop the journal.
    /// </summary>
    public const int SpareSegments = 64;

    /// <summary>Longest chunk, in bytes: a full set of tails in dense code, or one event of the longest body.</summary>
    public const int MaxChunkBytes = 1200;

    /// <summary>
    /// Longest tail file of up to <see cref="TailChannels"/> channels, in bytes: what one 128-byte commit of littlefs carries
    /// beside its own tags.
    /// </summary>
    public const int TailBytes = 88;

    /// <summary>Channels whose rows fit well into <see cref="TailBytes"/>.</summary>
    public const int TailChannels = 8;

    /// <summary>Bytes by which a tail grows with every further channel, so that it still holds several rows.</summary>
    public const int TailBytesPerChannel = 10;

    /// <summary>Longest tail file of the most channels, in bytes; still stored inline by littlefs.</summary>
    public const int MaxTailBytes = TailBytes + ((MaxChannels - TailChannels) * TailBytesPerChannel);

    /// <summary>Tail files filled in turn before their rows move to the segment.</summary>
    public const int TailCount = 6;

    /// <summary>Longest segment file, in bytes: four 4 KiB blocks with littlefs's own pointers.</summary>
    public const int MaxSegmentBytes = 16000;

    /// <summary>Flash that one segment occupies, in bytes: four blocks.</summary>
    public const int SegmentFootprintBytes = 16384;

    /// <summary>Shortest plain row with its check, in bytes: bounds how many rows unreadable tail bytes can have held.</summary>
    public const int MinTailRowBytes = 1 + CheckBytes;

    /// <summary>Shortest header of a tail, in bytes.</summary>
    public const int MinTailHeaderBytes = 13;

    /// <summary>Longest usual distance between scans, in seconds: one day.</summary>
    public const int MaxPeriodSeconds = 86400;

    /// <summary>Span that one <c>Thinned</c> record describes, in seconds.</summary>
    public const int ThinnedSeconds = 3600;

    /// <summary>Rows that one <c>Thinned</c> record should stand for at least: slow series get longer spans.</summary>
    public const int ThinnedRows = 16;

    /// <summary>Bytes of the check at the end of a chunk and of a tail row.</summary>
    public const int CheckBytes = 3;

    /// <summary>Bytes of a truncated page MAC.</summary>
    public const int MacBytes = 8;

    /// <summary>The quality code that says "no value was taken".</summary>
    public const byte AbsentQuality = 7;

    /// <summary>The quality code of a sensor that failed: there is no value either, and none goes into statistics.</summary>
    public const byte FaultQuality = 4;

    /// <summary>Largest 64-bit sequence number accepted from outside: room to count on for ever, and none to overflow.</summary>
    public const long MaxSequence = (1L << 56) - 1;
}
