using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC201: clock in the core.</summary>
internal sealed class PureClockRule : PureCoreRule
{
    public override string Id => "NC201";

    public override string Title => "clock in the core";

    public override string Why => "I6: the core is a function of its inputs, so that every run can be replayed and simulated.";

    public override string Instead => "Take long monotonicMs with the tick, and UTC as an input.";

    protected override bool ForbidsType(string typeName) =>
        typeName is "System.Diagnostics.Stopwatch" or "System.TimeProvider" or "nanoFramework.Hardware.Esp32.HighResTimer";

    protected override bool ForbidsMember(string typeName, string memberName) =>
        (typeName is "System.DateTime" or "System.DateTimeOffset" && memberName is "get_UtcNow" or "get_Now" or "get_Today") ||
        (typeName == "System.Environment" && memberName.StartsWith("get_TickCount", StringComparison.Ordinal));
}
