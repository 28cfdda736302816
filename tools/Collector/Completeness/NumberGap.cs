namespace ZhiSan.Edge.Collector;

/// <summary>Numbers that are not here, of one kind and cause.</summary>
internal sealed record NumberGap(NumberRange Range, GapKind Kind, string Cause);
