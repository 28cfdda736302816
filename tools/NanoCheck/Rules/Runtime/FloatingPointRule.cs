using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC126: floating point where numbers must be fixed-point.</summary>
internal sealed class FloatingPointRule : Rule
{
    public override string Id => "NC126";

    public override string Title => "floating point in the journal";

    public override string Why => "There is no floating point in the journal or on the wire; it is also slow on the interpreter.";

    public override string Instead => "Use a scaled integer.";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override void OnTypeUse(TypeUse use, RuleContext context)
    {
        if (Applies(use.Place.AssemblyName, context) && use.Type.MetadataType is MetadataType.Single or MetadataType.Double)
        {
            context.Report(this, use.Place, "floating point");
        }
    }

    public override void OnInstruction(MethodDefinition method, Instruction instruction, RuleContext context)
    {
        if (Applies(method.Module.Assembly.Name.Name, context) &&
            instruction.OpCode.Code is Code.Ldc_R4 or Code.Ldc_R8 or Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un)
        {
            context.Report(this, new CodePlace(method.DeclaringType, method, instruction), "floating point");
        }
    }

    private static bool Applies(string assembly, RuleContext context) => context.Options.FixedPointAssemblies.Contains(assembly);
}
