namespace ZhiSan.Edge.NanoCheck;

/// <summary>What the objects of one type take.</summary>
/// <param name="Type">The type, or what stands for it.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Bytes">What they take together on the device's heap.</param>
public sealed record HeapShare(string Type, int Count, long Bytes);
