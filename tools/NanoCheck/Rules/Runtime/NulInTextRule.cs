using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC130: a NUL in a text.</summary>
internal sealed class NulInTextRule : Rule
{
    public override string Id => "NC130";

    public override string Title => "NUL in a string literal";

    public override string Why =>
        "A string of the device is UTF-8 that ends at its first NUL: what follows is cut off, and two texts that differ behind it are equal.";

    public override string Instead => "Put the bytes into a byte[].";

    public override void OnInstruction(MethodDefinition method, Instruction instruction, RuleContext context)
    {
        if (instruction.OpCode.Code == Code.Ldstr && ((string)instruction.Operand).Contains('\0'))
        {
            context.Report(this, new CodePlace(method.DeclaringType, method, instruction), "the text ends at its first NUL");
        }
    }
}
