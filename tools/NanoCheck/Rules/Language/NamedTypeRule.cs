using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>A rule that objects to certain types by name.</summary>
internal abstract class NamedTypeRule : Rule
{
    public override void OnTypeUse(TypeUse use, RuleContext context)
    {
        if (use.Type is GenericInstanceType or not TypeSpecification && Claims(use.Name))
        {
            context.Report(this, use.Place, Message(use.Name));
        }
    }

    public override void OnGenericCall(GenericInstanceMethod method, CodePlace place, RuleContext context)
    {
        string type = MemberKey.TypeName(method.DeclaringType.GetElementType());
        if (Claims(type))
        {
            context.Report(this, place, Message(type));
        }
    }

    /// <summary>The sentence for a type that <see cref="Rule.Claims"/> accepted.</summary>
    protected virtual string Message(string typeName) => $"{typeName} is not available on the device";
}
