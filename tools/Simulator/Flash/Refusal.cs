namespace ZhiSan.Edge.Simulator;

/// <summary>How a flash that has trouble answers a call that changes something.</summary>
internal enum Refusal
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

    /// <summary>It is full; a created file has no bytes, an appended one is as it was.</summary>
    FullAndEmpty,
}
