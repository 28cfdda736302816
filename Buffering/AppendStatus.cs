namespace ZhiSan.Edge.Buffering;

/// <summary>What became of a record.</summary>
public enum AppendStatus
{
    /// <summary>It is durable.</summary>
    Durable,

    /// <summary>The store refused it. Its number is used up and will be accounted for as lost when the store works again.</summary>
    StorageFailed,
}
