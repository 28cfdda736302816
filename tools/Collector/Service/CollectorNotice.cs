namespace ZhiSan.Edge.Collector;

/// <summary>Something that an operator may want to know.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">One line for people.</param>
public sealed record CollectorNotice(CollectorNoticeKind Kind, string Text);
