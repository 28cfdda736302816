namespace ZhiSan.Edge.Collector;

/// <summary>A range that a record accounts for.</summary>
internal sealed record LossRow(LossKind Kind, byte Cause, NumberRange Range);
