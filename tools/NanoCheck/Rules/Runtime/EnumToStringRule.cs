using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC116: the text of an enum value.</summary>
internal sealed class EnumToStringRule : Rule
{
    public override string Id => "NC116";

    public override string Title => "enum turned into text";

    public override string Why =>
        "The device keeps no names of enum values: ToString() gives the number there and the name on the host.";

    public override string Instead => "Write a switch from the value to its text, or cast to int when the number is meant.";

    public override void OnInstruction(MethodDefinition method, Instruction instruction, RuleContext context)
    {
        TypeReference? type = instruction.OpCode.Code switch
        {
            Code.Constrained when instruction.Next?.Operand is MethodReference { Name: "ToString" } =>
                (TypeReference)instruction.Operand,
            Code.Box when EndsInText(method, instruction) => (TypeReference)instruction.Operand,
            Code.Call or Code.Callvirt when instruction.Operand is GenericInstanceMethod { Name: "AppendFormatted" } generic =>
                generic.GenericArguments[0],
            _ => null,
        };

        if (type is not null && context.IsEnum(type))
        {
            context.Report(this, new CodePlace(method.DeclaringType, method, instruction), $"{type.Name} is turned into text");
        }
    }

    public override void OnMemberUse(MemberUse use, RuleContext context)
    {
        if (use.TypeName == "System.Enum" &&
            use.Name is "ToString" or "GetName" or "GetNames" or "Format" or "Parse" or "TryParse")
        {
            context.Report(this, use.Place, $"System.Enum.{use.Name}");
        }
    }

    /// <summary>Follows a boxed value to the end of its statement: does it get into a text?</summary>
    private static bool EndsInText(MethodDefinition method, Instruction box)
    {
        for (Instruction? i = box.Next; i is not null; i = i.Next)
        {
            if (method.DebugInformation.HasSequencePoints && method.DebugInformation.GetSequencePoint(i) is not null)
            {
                return false;
            }

            if (i.Operand is MethodReference { DeclaringType: var declaring } target)
            {
                string type = declaring.FullName;
                bool takesObject = target.Parameters.Any(p => p.ParameterType.FullName is "System.Object" or "System.Object[]");
                if ((type == "System.String" && target.Name is "Concat" or "Format") ||
                    (type == "System.Text.StringBuilder" && target.Name == "Append"))
                {
                    return takesObject;
                }

                if (i == box.Next)
                {
                    return target.Name == "ToString";
                }
            }
        }

        return false;
    }
}
