namespace ZhiSan.Edge.Buffering.Records;

/// <summary>Why a range of records no longer exists. The numbers are on flash: never renumber.</summary>
public static class LossCause
{
    /// <summary>The ring was full of unacknowledged records and the oldest segment had to go.</summary>
    public const byte RingFull = 1;

    /// <summary>Stored bytes no longer verify: damaged, or removed by somebody.</summary>
    public const byte Damaged = 2;

    /// <summary>The file system refused the write.</summary>
    public const byte StorageFailed = 3;

    /// <summary>
    /// Bytes at the end of a file do not verify: a write that the power cut. The range is an upper bound of the numbers
    /// that may have been in it; no such record was ever reported as stored.
    /// </summary>
    public const byte TornWrite = 4;
}
