using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC118: LINQ.</summary>
internal sealed class LinqRule : NamedTypeRule
{
    public override string Id => "NC118";

    public override string Title => "LINQ";

    public override string Why => "The device has no System.Linq.";

    public override string Instead => "Write the loop.";

    public override bool Claims(string typeName) => typeName.StartsWith("System.Linq.", StringComparison.Ordinal);
}
