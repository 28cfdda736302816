using System.Linq;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>A rule of invariant I6: the core reads no clock, opens no socket or file, starts no thread.</summary>
internal abstract class PureCoreRule : Rule
{
    public override void OnTypeUse(TypeUse use, RuleContext context)
    {
        if (use.Type is GenericInstanceType or not TypeSpecification && ForbidsType(use.Name))
        {
            ReportIfPure(use.Place, use.Name, context);
        }
    }

    public override void OnMemberUse(MemberUse use, RuleContext context)
    {
        // A type that is forbidden as a whole was reported by its use, unless a lock was lowered to it.
        if (ForbidsMember(use.TypeName, use.Name) || (use.Reference is null && ForbidsType(use.TypeName)))
        {
            ReportIfPure(use.Place, MemberKey.Display(use.TypeName, use.Name), context);
        }
    }

    /// <summary>True for a type that the core may not mention at all.</summary>
    protected virtual bool ForbidsType(string typeName) => false;

    /// <summary>True for a member that the core may not use although it may use the type.</summary>
    protected virtual bool ForbidsMember(string typeName, string memberName) => false;

    protected void ReportIfPure(CodePlace place, string what, RuleContext context)
    {
        if (context.Options.PureAssemblies.Contains(place.AssemblyName))
        {
            context.Report(this, place, $"the core uses {what}");
        }
    }
}
