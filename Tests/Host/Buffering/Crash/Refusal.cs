namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>How a store that has trouble answers a call.</summary>
public enum Refusal
{
    /// <summary>It works.</summary>
    None,

    /// <summary>It fails and nothing happened.</summary>
    Failed,

    /// <summary>It is full and nothing happened.</summary>
    Full,

    /// <summary>It fails, but the change is there.</summary>
    FailedButDone,

    /// <summary>It fails and left a part.</summary>
    FailedHalfway,

    /// <summary>It is full and a created file has no bytes; an append left the file as it was.</summary>
    FullAndEmpty,
}
