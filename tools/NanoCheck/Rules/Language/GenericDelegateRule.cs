using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC105: generic delegate (Action, Func, EventHandler with arguments).</summary>
internal sealed class GenericDelegateRule : NamedTypeRule
{
    public override string Id => "NC105";

    public override string Title => "generic delegate (Action<T>, Func<T>, EventHandler<T>)";

    public override string Why => "It compiles there and breaks at run time: a segmentation fault or garbage.";

    public override string Instead => "Declare a delegate of your own; System.Action without parameters is fine.";

    public override bool Claims(string typeName) => typeName.StartsWith("System.Action`", StringComparison.Ordinal) ||
        typeName.StartsWith("System.Func`", StringComparison.Ordinal) ||
        typeName is "System.Predicate`1" or "System.Comparison`1" or "System.Converter`2" or "System.EventHandler`1";
}
