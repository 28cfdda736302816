using System.Collections.Generic;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Generated C# declarations of one device assembly.</summary>
/// <param name="Assembly">Device assembly name.</param>
/// <param name="Text">C# source.</param>
/// <param name="References">Device assemblies that it needs, without itself.</param>
public sealed record ReferenceSource(string Assembly, string Text, IReadOnlyList<string> References);
