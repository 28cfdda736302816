using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC102: a generic type or method used, other than those that have a rule of their own.</summary>
internal sealed class GenericUseRule : Rule
{
    public override string Id => "NC102";

    public override string Title => "generic type or method used";

    public override string Why =>
        "nanoFramework 1.x has no generics: it compiles, then crashes the interpreter or reads garbage.";

    public override string Instead => "Use arrays, ArrayList, Hashtable, Queue or Stack, or a small class of your own.";

    public override void OnTypeUse(TypeUse use, RuleContext context)
    {
        if (use.Type is GenericInstanceType && !context.IsClaimed(use.Name))
        {
            context.Report(this, use.Place, $"{use.Name} is generic", Substitutes.For(use.Name));
        }
    }

    public override void OnGenericCall(GenericInstanceMethod method, CodePlace place, RuleContext context)
    {
        string type = MemberKey.TypeName(method.DeclaringType.GetElementType());
        bool slicing = method.Name == "GetSubArray";
        if (!slicing && !context.IsClaimed(type))
        {
            context.Report(this, place, $"{type}.{method.Name} is generic", Substitutes.For(type, method.Name));
        }
    }
}
