namespace ZhiSan.Edge.Serial;

/// <summary>What is wrong with an evacuated file.</summary>
public enum DumpVerdict
{
    /// <summary>Nothing.</summary>
    Genuine,

    /// <summary>It is something else.</summary>
    Foreign,

    /// <summary>A byte of it was changed, or it was cut in the middle of a frame: the checksums say so.</summary>
    Damaged,

    /// <summary>The evacuation was not finished; what is there verifies.</summary>
    Unfinished,

    /// <summary>A page was not sealed with the gateway's key.</summary>
    Forged,

    /// <summary>Pages are missing in the middle, or in another order.</summary>
    Broken,

    /// <summary>The end is not the one that the gateway signed: something was cut off behind it, or added.</summary>
    WrongEnd,
}
