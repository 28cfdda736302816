using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Collects every device line that some code needs.</summary>
internal sealed class ContractProposer : ICodeVisitor
{
    private readonly AssemblySet set;
    private readonly DeviceContract lists;
    private readonly ContractClosure closure;
    private readonly SortedDictionary<string, string> absent = new(StringComparer.Ordinal);

    private ContractProposer(AssemblySet set, DeviceContract lists)
    {
        this.set = set;
        this.lists = lists;
        closure = new ContractClosure(lists);
    }

    /// <param name="set">The code.</param>
    /// <param name="contract">The contract as it is.</param>
    /// <param name="lists">The full API lists.</param>
    /// <param name="constants">Device constants used by name, which leave no trace in IL: (type, field).</param>
    public static ContractProposal Propose(
        AssemblySet set, DeviceContract contract, DeviceContract lists, IEnumerable<(string Type, string Field)> constants)
    {
        ContractProposer proposer = new(set, lists);
        proposer.closure.AddCompilerNeeds();
        new CodeWalker(set, lists, proposer).Walk();
        foreach ((string type, string field) in constants)
        {
            proposer.closure.AddConstant(type, field);
        }

        List<ContractLine> missing = proposer.closure.Lines.Except(contract.Lines)
            .OrderBy(l => l.ToString(), StringComparer.Ordinal).ToList();
        return new ContractProposal(missing, proposer.absent.Select(a => $"{a.Key}  ({a.Value})").ToList());
    }

    public void OnTypeUse(TypeUse use)
    {
        if (use.Type is TypeSpecification or GenericParameter || set.IsOwn(use.Type))
        {
            return;
        }

        if (lists.FindType(use.Name)?.Declaration is null)
        {
            Absent(use.Name, use.Place);
        }
        else
        {
            closure.AddType(use.Name);
        }
    }

    public void OnMemberUse(MemberUse use)
    {
        if (lists.HasMember(use.TypeName, use.Key))
        {
            closure.AddMember(use.TypeName, use.Key);
        }
        else
        {
            Absent(MemberKey.Display(use.TypeName, use.Key), use.Place);
        }
    }

    public void OnGenericCall(GenericInstanceMethod method, CodePlace place) => Absent(method.FullName, place);

    public void OnInterfaceImplemented(string interfaceName, CodePlace place) => closure.AddWholeInterface(interfaceName);

    public void OnType(TypeDefinition type)
    {
    }

    public void OnMethod(MethodDefinition method)
    {
    }

    public void OnInstruction(MethodDefinition method, Instruction instruction)
    {
    }

    private void Absent(string what, CodePlace place)
    {
        (string? file, int line) = place.Source();
        absent.TryAdd(what, file is null ? place.MemberName : $"{file}:{line}");
    }
}
