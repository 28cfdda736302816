namespace ZhiSan.Edge.Collector;

/// <summary>Where a page lies in a run, with checks that matched. Its MAC is still to be verified.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="FirstSequence">Number of its first record.</param>
/// <param name="LastSequence">Number of its last record.</param>
/// <param name="Mac">The MAC in its seal.</param>
internal sealed record ParsedPage(int Offset, int End, long FirstSequence, long LastSequence, byte[] Mac);
