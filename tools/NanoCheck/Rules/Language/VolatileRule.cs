using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC113: volatile fields.</summary>
internal sealed class VolatileRule : Rule
{
    public override string Id => "NC113";

    public override string Title => "volatile field";

    public override string Why => "The device's compiler library lacks IsVolatile: it does not compile there.";

    public override string Instead => "Use lock: threads switch between any two instructions, and each field access is one.";

    public override bool Claims(string typeName) =>
        typeName is "System.Runtime.CompilerServices.IsVolatile" or "System.Threading.Volatile";

    public override void OnTypeUse(TypeUse use, RuleContext context)
    {
        if (use.Type is not TypeSpecification && Claims(use.Name))
        {
            context.Report(this, use.Place, "volatile access");
        }
    }
}
