namespace ZhiSan.Edge.Buffering;

/// <summary>Outcome of a store call.</summary>
public enum StoreStatus
{
    /// <summary>Done, and durable.</summary>
    Ok,

    /// <summary>No such file.</summary>
    NotFound,

    /// <summary>The file system is full.</summary>
    Full,

    /// <summary>The medium or its driver failed.</summary>
    Failed,
}
