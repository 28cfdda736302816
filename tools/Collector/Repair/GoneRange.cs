namespace ZhiSan.Edge.Collector;

/// <summary>A range of which a gateway said that it no longer has it.</summary>
/// <param name="Range">The numbers.</param>
/// <param name="Cause"><c>freed</c>, <c>thinned</c> or <c>lost</c>.</param>
/// <param name="Times">How often it said so.</param>
/// <param name="AgainMs">When it may be asked again, in ms since 1970.</param>
public sealed record GoneRange(NumberRange Range, string Cause, int Times, long AgainMs);
