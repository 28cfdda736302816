using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC121: dynamic.</summary>
internal sealed class DynamicRule : NamedTypeRule
{
    public override string Id => "NC121";

    public override string Title => "dynamic";

    public override string Why => "It is compiled into run-time binding that the device does not have.";

    public override string Instead => "Use the type, an interface or a cast.";

    public override bool Claims(string typeName) => typeName.StartsWith("Microsoft.CSharp.", StringComparison.Ordinal) ||
        typeName.StartsWith("System.Dynamic.", StringComparison.Ordinal) ||
        typeName.StartsWith("System.Runtime.CompilerServices.CallSite", StringComparison.Ordinal);
}
