using System;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC117: interpolated or formatted text, other than for an exception.</summary>
internal sealed class FormattedTextRule : Rule
{
    public override string Id => "NC117";

    public override string Title => "interpolated string or String.Format";

    public override string Why =>
        "It works, but the device compiles it to String.Format: an array, a box per value and a parse of the format, each time. " +
        "Messages of exceptions are exempt.";

    public override string Instead => "Concatenate with +, or write into the caller's byte[] with our text writer.";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override void OnInstruction(MethodDefinition method, Instruction instruction, RuleContext context)
    {
        if (instruction.Operand is not MethodReference target ||
            context.Options.NotInImage.Contains(method.Module.Assembly.Name.Name))
        {
            return;
        }

        bool interpolation =
            target.Name == ".ctor" && HostLowering.IsInterpolationHandler(MemberKey.TypeName(target.DeclaringType));
        bool format = target.Name == "Format" && target.DeclaringType.FullName == "System.String";
        if ((interpolation || format) && !IsForException(method, instruction))
        {
            context.Report(this, new CodePlace(method.DeclaringType, method, instruction),
                "text is formatted through boxes and an array");
        }
    }

    // The text of an exception is consumed by its constructor within the same statement.
    private static bool IsForException(MethodDefinition method, Instruction start)
    {
        for (Instruction? i = start.Next; i is not null; i = i.Next)
        {
            if (method.DebugInformation.HasSequencePoints && method.DebugInformation.GetSequencePoint(i) is not null)
            {
                return false;
            }

            if (i.OpCode.Code == Code.Newobj &&
                ((MethodReference)i.Operand).DeclaringType.Name.EndsWith("Exception", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
