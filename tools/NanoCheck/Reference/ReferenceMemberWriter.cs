using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Writes the members of a class, struct or interface.</summary>
internal sealed class ReferenceMemberWriter
{
    private const string Throws = " => throw null;";
    private readonly DeviceContract contract;
    private readonly StringBuilder text;
    private readonly ContractType type;
    private readonly bool isInterface;
    private readonly bool isOpen;

    public ReferenceMemberWriter(DeviceContract contract, StringBuilder text, ContractType type)
    {
        this.contract = contract;
        this.text = text;
        this.type = type;
        isInterface = type.Kind == "interface";
        isOpen = type.Kind == "class" && !type.IsSealed && !type.IsStatic;
    }

    public void Write()
    {
        foreach (ContractMember member in type.Members)
        {
            switch (member.Kind)
            {
                case ContractMemberKind.Constructor:
                    WriteConstructor(member);
                    break;
                case ContractMemberKind.Method:
                    WriteMethod(member);
                    break;
                case ContractMemberKind.Property:
                    WriteProperty(member);
                    break;
                case ContractMemberKind.Event:
                    Line($"{Access(member)}{Static(member)}event {CSharpText.Type(member.ValueType)} {CSharpText.Escape(member.Name)}"
                        + (isInterface ? ";" : " { add { throw null; } remove { throw null; } }"));
                    break;
                case ContractMemberKind.Field:
                    WriteField(member);
                    break;
            }
        }

        WriteHiddenConstructor();
        WriteMissingOperators();
        if (!isInterface)
        {
            WriteMissingOverrides();
            WriteMissingInterfaceMembers();
        }
    }

    private void WriteConstructor(ContractMember member)
    {
        if (type.Kind != "struct" || member.Parameters.Count > 0)
        {
            string assign = type.Kind == "struct" ? "{ throw null; }" : Throws;
            Line($"{Access(member)}{CSharpText.Escape(CSharpText.SimpleName(type.FullName))}({CSharpText.Parameters(member, type)}) {assign}");
        }
    }

    // Derived declarations need something to call; a sealed class without a listed constructor cannot be created.
    private void WriteHiddenConstructor()
    {
        bool listed = type.Members.Any(m => m.Kind == ContractMemberKind.Constructor && m.Parameters.Count == 0);
        if (type.Kind == "class" && !type.IsStatic && !listed)
        {
            Line($"{(isOpen ? "protected" : "private")} {CSharpText.Escape(CSharpText.SimpleName(type.FullName))}(){Throws}");
        }
    }

    private void WriteMethod(ContractMember member)
    {
        if (member.Name == "Finalize")
        {
            return;
        }

        string parameters = CSharpText.Parameters(member, type);
        string result = CSharpText.Type(member.ValueType);
        if (OperatorNames.Symbol(member.Name) is { } symbol)
        {
            Line($"public static {result} operator {symbol}({parameters}){Throws}");
        }
        else if (member.Name is "op_Implicit" or "op_Explicit")
        {
            Line($"public static {(member.Name == "op_Implicit" ? "implicit" : "explicit")} operator {result}({parameters}){Throws}");
        }
        else if (isInterface)
        {
            Line($"{result} {CSharpText.Escape(member.Name)}({parameters});");
        }
        else
        {
            ContractMember? overridden = Overridden(member);
            string slot = member.IsStatic ? "static "
                : overridden is not null ? (member.IsAbstract ? "abstract override " : "override ")
                : member.IsAbstract ? "abstract " : member.IsVirtual && isOpen ? "virtual " : "";
            bool noBody = member.IsAbstract && type.IsAbstract;
            Line($"{Access(overridden ?? member)}{slot}{result} {CSharpText.Escape(member.Name)}({parameters}){(noBody ? ";" : Throws)}");
        }
    }

    private void WriteProperty(ContractMember member)
    {
        string body = isInterface ? "{ " + (member.HasGetter ? "get; " : "") + (member.HasSetter ? "set; " : "") + "}"
            : "{ " + (member.HasGetter ? "get { throw null; } " : "") + (member.HasSetter ? "set { throw null; } " : "") + "}";

        // The lists do not say which properties are virtual: in an open class all may be, which harms nobody who only calls them.
        bool hides = BaseTypes().Any(b => b.Members.Any(m => m.Kind == ContractMemberKind.Property && m.Name == member.Name));
        string slot = isInterface ? "" : (hides ? "new " : "") + Static(member) + (isOpen && !member.IsStatic ? "virtual " : "");
        string result = CSharpText.Type(member.ValueType);
        if (member.Parameters.Count == 0)
        {
            Line($"{Access(member)}{slot}{result} {CSharpText.Escape(member.Name)} {body}");
            return;
        }

        string indexerName =
            member.Name == "Item" ? "" : $"[global::System.Runtime.CompilerServices.IndexerName(\"{member.Name}\")] ";
        Line($"{indexerName}{Access(member)}{slot}{result} this[{CSharpText.Parameters(member, type)}] {body}");
    }

    private void WriteField(ContractMember member)
    {
        string result = CSharpText.Type(member.ValueType);
        string name = CSharpText.Escape(member.Name);
        Line(member.IsConst
            ? $"{Access(member)}const {result} {name} = {CSharpText.Constant(member, contract.IsEnum(member.ValueType))};"
            : $"{Access(member)}{Static(member)}{result} {name};");
    }

    private void WriteMissingOperators()
    {
        foreach (ContractMember member in type.Members.Where(m => OperatorNames.Pair(m.Name) is not null))
        {
            string pair = OperatorNames.Pair(member.Name)!;
            bool listed = type.Members.Any(m => m.Name == pair && SameParameters(m, member));
            if (!listed)
            {
                Line($"public static {CSharpText.Type(member.ValueType)} operator {OperatorNames.Symbol(pair)}({CSharpText.Parameters(member, type)}){Throws}");
            }
        }
    }

    // A contract lists what is used: an abstract member may stand in the base class and not in the derived one.
    private void WriteMissingOverrides()
    {
        if (type.IsAbstract || type.IsStatic)
        {
            return;
        }

        List<ContractMember> seen = [.. type.Members];
        foreach (ContractMember member in BaseTypes().SelectMany(b => b.Members).Where(m => m.Kind == ContractMemberKind.Method))
        {
            bool overridden = seen.Any(m => m.Name == member.Name && SameParameters(m, member));
            if (member.IsAbstract && !overridden)
            {
                Line($"{Access(member)}override {CSharpText.Type(member.ValueType)} {CSharpText.Escape(member.Name)}({CSharpText.Parameters(member, type)}){Throws}");
            }

            seen.Add(member);
        }
    }

    private void WriteMissingInterfaceMembers()
    {
        HashSet<string> done = BaseTypes().SelectMany(b => AllInterfaces(b)).ToHashSet(StringComparer.Ordinal);
        List<ContractMember> visible = [.. type.Members, .. BaseTypes().SelectMany(b => b.Members)];
        foreach (ContractType face in AllInterfaces(type).Where(done.Add).Select(contract.FindType).OfType<ContractType>())
        {
            foreach (ContractMember wanted in face.Members)
            {
                bool implemented =
                    visible.Any(m => m.Name == wanted.Name && m.ValueType == wanted.ValueType && !m.IsStatic && !m.IsProtected &&
                    SameParameters(m, wanted) && (!wanted.HasGetter || m.HasGetter) && (!wanted.HasSetter || m.HasSetter));
                if (!implemented)
                {
                    WriteExplicit(face, wanted);
                }
            }
        }
    }

    private void WriteExplicit(ContractType face, ContractMember member)
    {
        string result = CSharpText.Type(member.ValueType);
        string prefix = CSharpText.Type(face.FullName) + ".";
        string name = CSharpText.Escape(member.Name);
        string accessors =
            "{ " + (member.HasGetter ? "get { throw null; } " : "") + (member.HasSetter ? "set { throw null; } " : "") + "}";
        Line(member.Kind switch
        {
            ContractMemberKind.Property when member.Parameters.Count > 0 =>
                $"{result} {prefix}this[{CSharpText.Parameters(member, face)}] {accessors}",
            ContractMemberKind.Property => $"{result} {prefix}{name} {accessors}",
            ContractMemberKind.Event => $"event {result} {prefix}{name} {{ add {{ throw null; }} remove {{ throw null; }} }}",
            _ => $"{result} {prefix}{name}({CSharpText.Parameters(member, face)}){Throws}",
        });
    }

    private IEnumerable<string> AllInterfaces(ContractType of) => of.Interfaces.SelectMany(i =>
        contract.FindType(i) is { Declaration: not null } face ? AllInterfaces(face).Prepend(i) : []).Distinct();

    private IEnumerable<ContractType> BaseTypes()
    {
        ContractType? current = type.BaseName is null ? null : contract.FindType(type.BaseName);
        while (current is not null)
        {
            yield return current;
            current = current.BaseName is null ? null : contract.FindType(current.BaseName);
        }
    }

    private ContractMember? Overridden(ContractMember member) => !member.IsVirtual && !member.IsAbstract ? null
        : BaseTypes().SelectMany(b => b.Members).FirstOrDefault(m =>
            m.Name == member.Name && m.ValueType == member.ValueType && (m.IsVirtual || m.IsAbstract) &&
                SameParameters(m, member));

    private static bool SameParameters(ContractMember a, ContractMember b) =>
        a.Parameters.Select(p => p.SignatureType).SequenceEqual(b.Parameters.Select(p => p.SignatureType));

    private string Access(ContractMember member) => isInterface ? "" : member.IsProtected ? "protected " : "public ";

    private static string Static(ContractMember member) => member.IsStatic ? "static " : "";

    private void Line(string line) => text.Append(CultureInfo.InvariantCulture, $"    {line}\n");
}
