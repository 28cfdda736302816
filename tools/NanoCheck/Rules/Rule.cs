using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>One thing that device code must not do. Stateless; the walker calls it for everything it meets.</summary>
internal abstract class Rule
{
    /// <summary>Stable id, for example <c>NC102</c>; also what a suppression comment names.</summary>
    public abstract string Id { get; }

    /// <summary>What it finds, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>Why the device cannot have it.</summary>
    public abstract string Why { get; }

    /// <summary>What to write instead, unless a finding knows better.</summary>
    public abstract string Instead { get; }

    public virtual FindingSeverity Severity => FindingSeverity.Error;

    /// <summary>True for an external type that this rule explains better than "does not exist".</summary>
    public virtual bool Claims(string typeName) => false;

    public virtual void OnType(TypeDefinition type, RuleContext context)
    {
    }

    public virtual void OnMethod(MethodDefinition method, RuleContext context)
    {
    }

    public virtual void OnInstruction(MethodDefinition method, Instruction instruction, RuleContext context)
    {
    }

    /// <summary>Any mention of a type, own or external.</summary>
    public virtual void OnTypeUse(TypeUse use, RuleContext context)
    {
    }

    /// <summary>A member of an external type.</summary>
    public virtual void OnMemberUse(MemberUse use, RuleContext context)
    {
    }

    /// <summary>A call of a generic method.</summary>
    public virtual void OnGenericCall(GenericInstanceMethod method, CodePlace place, RuleContext context)
    {
    }

    /// <summary>One of our types implements an interface from outside.</summary>
    public virtual void OnInterfaceImplemented(string interfaceName, CodePlace place, RuleContext context)
    {
    }
}
