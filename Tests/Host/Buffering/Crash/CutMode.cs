namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>What a power cut leaves of the store call in which it falls.</summary>
public enum CutMode
{
    /// <summary>Nothing of the call reached the flash.</summary>
    Before,

    /// <summary>The first third of the bytes.</summary>
    ShortPrefix,

    /// <summary>All bytes but the last.</summary>
    LongPrefix,

    /// <summary>As many bytes as were to be written, none of them right.</summary>
    Garbage,

    /// <summary>A file of no bytes; only where a file is created or replaced.</summary>
    Empty,

    /// <summary>The call was complete, and nobody was told.</summary>
    After,

    /// <summary>Nothing of the call, and the deletion before it never reached the flash either.</summary>
    DeletionUndone,
}
