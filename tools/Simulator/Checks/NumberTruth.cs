namespace ZhiSan.Edge.Simulator;

/// <summary>What is true about one number.</summary>
/// <param name="Content">Hash of what the sensors gave and when; 0 when the gateway did not say that the scan is durable.</param>
/// <param name="UtcMs">The true time of the scan.</param>
/// <param name="BoundMs">How wrong the gateway's time may be then, through no fault of its own.</param>
/// <param name="IsStored">The platform committed it.</param>
/// <param name="IsCovered">The platform committed a record that says that it will not come.</param>
/// <param name="WasThere">One of both was true of a database that got lost.</param>
internal readonly record struct NumberTruth(ulong Content, long UtcMs, int BoundMs, bool IsStored, bool IsCovered, bool WasThere)
{
    /// <summary>Whether the platform has it, or knows why not.</summary>
    public bool IsKnown => IsStored || IsCovered;

    /// <summary>Whether the gateway said that the scan is durable.</summary>
    public bool IsDurable => Content != 0;
}
