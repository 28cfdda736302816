namespace ZhiSan.Edge.Collector;

/// <summary>The last request for missing records of a gateway.</summary>
public sealed record RepairState
{
    /// <summary>Id of the command.</summary>
    public required string Id { get; init; }

    /// <summary>Counter of the command.</summary>
    public required long Counter { get; init; }

    /// <summary>Epoch that was asked for.</summary>
    public required uint Epoch { get; init; }

    /// <summary>Numbers that were asked for.</summary>
    public required NumberRange Range { get; init; }

    /// <summary><c>asked</c>, or the last answer: <c>ok</c>, <c>refused</c>, <c>done</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The reason of a refusal; empty otherwise.</summary>
    public required string Reason { get; init; }

    /// <summary>How often this hole was asked for.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the gateway was last asked or heard about it, in ms since 1970.</summary>
    public required long HeardMs { get; init; }

    /// <summary>When the same hole may be asked for again, in ms since 1970.</summary>
    public required long NextMs { get; init; }

    /// <summary>Whether an answer is still to come.</summary>
    public bool IsOpen => Status is "asked" or "ok";
}
