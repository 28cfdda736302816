using System;
using System.Linq;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC108: async methods.</summary>
internal sealed class AsyncRule : Rule
{
    public override string Id => "NC108";

    public override string Title => "async method";

    public override string Why => "The device has neither tasks nor async state machines.";

    public override string Instead => "Make it a step of the core's state machine, driven by inputs and deadlines.";

    public override bool Claims(string typeName) =>
        typeName == "System.Runtime.CompilerServices.IAsyncStateMachine" ||
        typeName.StartsWith("System.Runtime.CompilerServices.Async", StringComparison.Ordinal) ||
        typeName.Contains("TaskAwaiter", StringComparison.Ordinal);

    public override void OnMethod(MethodDefinition method, RuleContext context)
    {
        if (method.Name == "MoveNext" && method.DeclaringType.Interfaces.Any(i => i.InterfaceType.Name == "IAsyncStateMachine"))
        {
            context.Report(this, new CodePlace(method.DeclaringType, method),
                $"{SourceName(method.DeclaringType.Name)} is async");
        }
    }

    // The state machine's MoveNext carries the lines; its class is named <Method>d__N.
    private static string SourceName(string stateMachine)
    {
        int end = stateMachine.IndexOf('>', StringComparison.Ordinal);
        return end > 1 ? stateMachine[1..end] : stateMachine;
    }
}
