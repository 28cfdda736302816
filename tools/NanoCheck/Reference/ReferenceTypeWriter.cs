using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Writes the declaration of one device type, with its nested types.</summary>
internal sealed class ReferenceTypeWriter
{
    private readonly DeviceContract contract;
    private readonly StringBuilder text;

    public ReferenceTypeWriter(DeviceContract contract, StringBuilder text)
    {
        this.contract = contract;
        this.text = text;
    }

    /// <summary>The type in which this one is nested, or null. The lists join nested names with a dot.</summary>
    public static ContractType? OuterOf(DeviceContract contract, ContractType type)
    {
        int dot = type.FullName.LastIndexOf('.');
        ContractType? outer = dot < 0 ? null : contract.FindType(type.FullName[..dot]);
        return outer?.Declaration is not null && outer.Assembly == type.Assembly ? outer : null;
    }

    public void WriteTopLevel(ContractType type)
    {
        int dot = type.FullName.LastIndexOf('.');
        string space = dot < 0 ? "" : type.FullName[..dot];
        text.Append(space.Length == 0 ? "" : $"namespace {CSharpText.Escape(space)}\n{{\n");
        Write(type);
        text.Append(space.Length == 0 ? "" : "}\n");
    }

    private void Write(ContractType type)
    {
        string name = CSharpText.Escape(CSharpText.SimpleName(type.FullName));
        switch (type.Kind)
        {
            case "enum":
                WriteEnum(type, name);
                break;
            case "delegate":
                WriteDelegate(type, name);
                break;
            default:
                WriteClass(type, name);
                break;
        }
    }

    private void WriteEnum(ContractType type, string name)
    {
        List<ContractMember> values = type.Members.Where(m => m.IsConst).ToList();
        text.Append(CultureInfo.InvariantCulture, $"public enum {name} : {UnderlyingType(values)} {{ ");
        foreach (ContractMember value in values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{CSharpText.Escape(value.Name)} = {value.ConstantText}, ");
        }

        text.Append("}\n");
    }

    // The lists do not name the underlying type: the smallest of int, uint, long, ulong that holds all values.
    private static string UnderlyingType(IEnumerable<ContractMember> values)
    {
        decimal[] numbers = [0, .. values.Select(v => decimal.Parse(v.ConstantText, CultureInfo.InvariantCulture))];
        decimal min = numbers.Min();
        decimal max = numbers.Max();
        return max > long.MaxValue ? "ulong"
            : min < int.MinValue || (min < 0 && max > int.MaxValue) || max > uint.MaxValue ? "long"
            : max > int.MaxValue ? "uint" : "int";
    }

    private void WriteDelegate(ContractType type, string name)
    {
        ContractMember? invoke = type.Members.FirstOrDefault(m => m.Kind == ContractMemberKind.Delegate);
        string result = CSharpText.Type(invoke?.ValueType ?? "System.Void");
        string parameters = invoke is null ? "" : CSharpText.Parameters(invoke, type);
        text.Append(CultureInfo.InvariantCulture, $"public delegate {result} {name}({parameters});\n");
    }

    private void WriteClass(ContractType type, string name)
    {
        string kind = type.Kind is "struct" or "interface" ? type.Kind : "class";
        string modifiers =
            type.IsStatic ? "static " : type.IsSealed && kind == "class" ? "sealed " : type.IsAbstract ? "abstract " : "";

        // The lists do not say how an attribute may be used; that of a data row stands many times on one test.
        bool isAttribute = type.BaseName == "System.Attribute" && type.Assembly != "mscorlib";
        text.Append(isAttribute ? "[global::System.AttributeUsage(global::System.AttributeTargets.All, AllowMultiple = true)]\n"
            : "");
        text.Append(CultureInfo.InvariantCulture, $"public {modifiers}{kind} {name}{Bases(type, kind)}\n{{\n");
        new ReferenceMemberWriter(contract, text, type).Write();
        foreach (ContractType nested in contract.Types.Where(t => OuterOf(contract, t) == type)
            .OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            Write(nested);
        }

        text.Append("}\n");
    }

    private string Bases(ContractType type, string kind)
    {
        List<string> names = type.Interfaces.Where(i => contract.FindType(i)?.Declaration is not null).ToList();
        if (kind == "class" && !type.IsStatic && type.BaseName is not null)
        {
            names.Insert(0, type.BaseName);
        }

        return names.Count == 0 ? "" : " : " + string.Join(", ", names.Select(CSharpText.Type));
    }
}
