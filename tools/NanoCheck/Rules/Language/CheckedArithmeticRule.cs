using System;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC111: checked arithmetic and conversions.</summary>
internal sealed class CheckedArithmeticRule : Rule
{
    public override string Id => "NC111";

    public override string Title => "checked arithmetic";

    public override string Why => "The device never throws on overflow: checked code goes on with a wrong number.";

    public override string Instead => "Compare with the limit before computing.";

    public override void OnInstruction(MethodDefinition method, Instruction instruction, RuleContext context)
    {
        string name = instruction.OpCode.Name;
        if (!name.Contains(".ovf", StringComparison.Ordinal))
        {
            return;
        }

        bool arraySize = instruction.Next?.OpCode.Code == Code.Newarr;
        context.Report(
            this,
            new CodePlace(method.DeclaringType, method, instruction),
            arraySize ? "an array size that is not an int is converted with a check" : $"checked operation {name}",
            arraySize ? "Cast the size to int, after comparing it with its limit." : null);
    }
}
