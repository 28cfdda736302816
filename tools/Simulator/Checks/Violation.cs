namespace ZhiSan.Edge.Simulator;

/// <summary>A promise broken.</summary>
/// <param name="Promise">Which: I1 to I7, or a word.</param>
/// <param name="Gateway">Whose.</param>
/// <param name="AtMs">When it was seen, in milliseconds of the simulated world.</param>
/// <param name="Text">What was seen.</param>
public sealed record Violation(string Promise, string Gateway, long AtMs, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Promise}: {Gateway}: {Text}";
}
