using System.Collections.Generic;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Hands what the walker finds to every rule.</summary>
internal sealed class RuleRunner : ICodeVisitor
{
    private readonly IReadOnlyList<Rule> rules;
    private readonly RuleContext context;

    public RuleRunner(IReadOnlyList<Rule> rules, RuleContext context)
    {
        this.rules = rules;
        this.context = context;
    }

    public void OnType(TypeDefinition type)
    {
        foreach (Rule rule in rules)
        {
            rule.OnType(type, context);
        }
    }

    public void OnMethod(MethodDefinition method)
    {
        foreach (Rule rule in rules)
        {
            rule.OnMethod(method, context);
        }
    }

    public void OnInstruction(MethodDefinition method, Instruction instruction)
    {
        foreach (Rule rule in rules)
        {
            rule.OnInstruction(method, instruction, context);
        }
    }

    public void OnTypeUse(TypeUse use)
    {
        foreach (Rule rule in rules)
        {
            rule.OnTypeUse(use, context);
        }
    }

    public void OnMemberUse(MemberUse use)
    {
        foreach (Rule rule in rules)
        {
            rule.OnMemberUse(use, context);
        }
    }

    public void OnGenericCall(GenericInstanceMethod method, CodePlace place)
    {
        foreach (Rule rule in rules)
        {
            rule.OnGenericCall(method, place, context);
        }
    }

    public void OnInterfaceImplemented(string interfaceName, CodePlace place)
    {
        foreach (Rule rule in rules)
        {
            rule.OnInterfaceImplemented(interfaceName, place, context);
        }
    }
}
