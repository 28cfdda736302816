namespace ZhiSan.Edge.Serial;

/// <summary>One verdict of the gateway's acceptance test.</summary>
/// <param name="Test">What was tested.</param>
/// <param name="Verdict"><c>pass</c>, <c>warn</c> or <c>fail</c>.</param>
/// <param name="Text">What was found.</param>
/// <param name="Hint">What to do about it; empty when there is nothing to do.</param>
public sealed record AcceptanceStep(string Test, string Verdict, string Text, string Hint);
