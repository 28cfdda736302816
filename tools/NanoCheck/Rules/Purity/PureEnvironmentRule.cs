using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC206: console, environment or garbage collector in the core.</summary>
internal sealed class PureEnvironmentRule : PureCoreRule
{
    public override string Id => "NC206";

    public override string Title => "console, environment or garbage collector in the core";

    public override string Why => "I6: the core is a function of its inputs, so that every run can be replayed and simulated.";

    public override string Instead => "Emit console text as an output; take what is outside as an input.";

    protected override bool ForbidsType(string typeName) =>
        typeName is "System.Console" or "System.GC" or "System.Environment" or "System.Diagnostics.Debug" or
            "System.Diagnostics.Process" ||
        typeName.StartsWith("nanoFramework.Runtime.", StringComparison.Ordinal) ||
        typeName.StartsWith("nanoFramework.Hardware.", StringComparison.Ordinal);
}
