using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC104: tuple.</summary>
internal sealed class TupleRule : NamedTypeRule
{
    public override string Id => "NC104";

    public override string Title => "tuple";

    public override string Why => "It is the generic ValueTuple, which the device does not have.";

    public override string Instead => "Use out parameters or a small class.";

    public override bool Claims(string typeName) => typeName.StartsWith("System.ValueTuple", StringComparison.Ordinal) ||
        typeName.StartsWith("System.Tuple", StringComparison.Ordinal);
}
