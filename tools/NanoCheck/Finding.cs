namespace ZhiSan.Edge.NanoCheck;

/// <summary>One thing the gate objects to.</summary>
/// <param name="Id">Rule id, for example <c>NC102</c>.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Assembly">Assembly in which it was found.</param>
/// <param name="File">Source file, or null when the assembly carries no line information for it.</param>
/// <param name="Line">One-based source line, or 0 when unknown.</param>
/// <param name="Member">Type or method in which it was found.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Instead">What to write instead.</param>
public sealed record Finding(
    string Id,
    FindingSeverity Severity,
    string Assembly,
    string? File,
    int Line,
    string Member,
    string Message,
    string Instead);
