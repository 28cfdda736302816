using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC120: task or thread pool.</summary>
internal sealed class TaskRule : NamedTypeRule
{
    public override string Id => "NC120";

    public override string Title => "task or thread pool";

    public override string Why => "The device has no tasks and no thread pool.";

    public override string Instead => "One of our three threads does it: main loop, MQTT worker, watchdog.";

    public override bool Claims(string typeName) =>
        typeName.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal) || typeName == "System.Threading.ThreadPool";
}
