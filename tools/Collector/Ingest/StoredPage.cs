namespace ZhiSan.Edge.Collector;

/// <summary>A page in the store.</summary>
/// <param name="FirstSequence">Number of its first record.</param>
/// <param name="LastSequence">Number of its last record.</param>
/// <param name="Mac">Its MAC.</param>
/// <param name="PreviousMac">The MAC that it verified after.</param>
public sealed record StoredPage(long FirstSequence, long LastSequence, byte[] Mac, byte[] PreviousMac);
