namespace ZhiSan.Edge.Cli.Inspection;

/// <summary>A range of sequence numbers and what is said of it.</summary>
internal sealed record SequenceRange(long First, long Last, string What);
