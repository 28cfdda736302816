namespace ZhiSan.Edge.Simulator;

/// <summary>What a flash call leaves when the power goes in it. On the device only a closed file is durable.</summary>
internal enum CutMode
{
    /// <summary>Nothing of it.</summary>
    Before,

    /// <summary>All of it.</summary>
    After,

    /// <summary>A created file without bytes.</summary>
    Empty,

    /// <summary>The first third.</summary>
    ShortPrefix,

    /// <summary>All but the last byte.</summary>
    LongPrefix,

    /// <summary>The right length, other bytes.</summary>
    Garbage,

    /// <summary>Nothing of it, and the file deleted just before is back.</summary>
    DeletionUndone,
}
