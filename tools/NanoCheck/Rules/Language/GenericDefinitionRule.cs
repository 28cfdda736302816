using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC101: a generic type or method of our own.</summary>
internal sealed class GenericDefinitionRule : Rule
{
    public override string Id => "NC101";

    public override string Title => "generic type or method defined";

    public override string Why =>
        "nanoFramework 1.x has no generics: it compiles, then crashes the interpreter or reads garbage.";

    public override string Instead => "Write it for the one type you need, or over object with a cast.";

    public override void OnType(TypeDefinition type, RuleContext context)
    {
        if (type.HasGenericParameters)
        {
            context.Report(this, new CodePlace(type), $"{MemberKey.TypeName(type)} is a generic type");
        }
    }

    public override void OnMethod(MethodDefinition method, RuleContext context)
    {
        if (method.HasGenericParameters)
        {
            context.Report(this, new CodePlace(method.DeclaringType, method), $"{method.Name} is a generic method");
        }
    }
}
