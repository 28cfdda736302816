using System;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC106: spans, memory and stackalloc.</summary>
internal sealed class SpanRule : NamedTypeRule
{
    public override string Id => "NC106";

    public override string Title => "Span, Memory or stackalloc";

    public override string Why => "The device has no Span<T>, and no stack that could hold an array.";

    public override string Instead => "Pass byte[] buffer, int offset, int count; allocate buffers in constructors.";

    public override bool Claims(string typeName) =>
        typeName is "System.Span`1" or "System.ReadOnlySpan`1" or "System.Memory`1" or "System.ReadOnlyMemory`1" ||
        typeName.StartsWith("System.MemoryExtensions", StringComparison.Ordinal);

    public override void OnInstruction(MethodDefinition method, Instruction instruction, RuleContext context)
    {
        if (instruction.OpCode.Code == Code.Localloc)
        {
            context.Report(this, new CodePlace(method.DeclaringType, method, instruction), "stackalloc");
        }
    }
}
