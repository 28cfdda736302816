using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC203: socket in the core.</summary>
internal sealed class PureNetworkRule : PureCoreRule
{
    public override string Id => "NC203";

    public override string Title => "socket in the core";

    public override string Why => "I6: the core is a function of its inputs, so that every run can be replayed and simulated.";

    public override string Instead => "Emit a connect or publish output and take the result as an input.";

    protected override bool ForbidsType(string typeName) =>
        typeName.StartsWith("System.Net.", StringComparison.Ordinal) ||
        typeName.StartsWith("nanoFramework.M2Mqtt.", StringComparison.Ordinal) ||
        typeName.StartsWith("System.Device.", StringComparison.Ordinal);
}
