namespace ZhiSan.Edge.NanoCheck;

/// <summary>What a method itself took of a step.</summary>
/// <param name="Method">Type and name.</param>
/// <param name="Operations">Operations, without those of the methods it calls.</param>
public sealed record MethodShare(string Method, long Operations);
