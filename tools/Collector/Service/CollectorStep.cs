namespace ZhiSan.Edge.Collector;

/// <summary>How far a message is.</summary>
public enum CollectorStep
{
    /// <summary>It is here; nothing of it is stored.</summary>
    Received,

    /// <summary>It is committed; the acknowledgement is not published.</summary>
    Committed,
}
