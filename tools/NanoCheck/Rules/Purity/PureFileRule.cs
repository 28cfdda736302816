using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC204: file in the core.</summary>
internal sealed class PureFileRule : PureCoreRule
{
    public override string Id => "NC204";

    public override string Title => "file in the core";

    public override string Why => "I6: the core is a function of its inputs, so that every run can be replayed and simulated.";

    public override string Instead => "Go through the storage port of Buffering.";

    protected override bool ForbidsType(string typeName) => typeName.StartsWith("System.IO.", StringComparison.Ordinal);
}
