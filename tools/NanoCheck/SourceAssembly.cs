using System.Collections.Generic;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>One assembly of the device and what it is compiled from.</summary>
/// <param name="Name">Name of the assembly.</param>
/// <param name="Paths">C# files, or folders of them.</param>
public sealed record SourceAssembly(string Name, IReadOnlyList<string> Paths);
