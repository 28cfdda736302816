using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC202: thread or lock in the core.</summary>
internal sealed class PureThreadRule : PureCoreRule
{
    public override string Id => "NC202";

    public override string Title => "thread or lock in the core";

    public override string Why => "I6: the core is a function of its inputs, so that every run can be replayed and simulated.";

    public override string Instead => "The loop that feeds the core is its only thread: no locks, no timers; ask for a deadline.";

    protected override bool ForbidsType(string typeName) => typeName.StartsWith("System.Threading.", StringComparison.Ordinal);
}
