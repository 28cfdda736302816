using System;
using System.Globalization;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Spells contract entries in C#.</summary>
internal static class CSharpText
{
    public static string SimpleName(string fullName) => fullName[(fullName.LastIndexOf('.') + 1)..];

    /// <summary>Every part of a name with an @, so that no name is a keyword.</summary>
    public static string Escape(string name) => string.Join('.', name.Split('.').Select(n => "@" + n));

    public static string Type(string typeName)
    {
        string element = MemberKey.ElementType(typeName);
        return element == "System.Void" ? "void" : "global::" + Escape(element) + typeName[element.Length..];
    }

    public static string Parameters(ContractMember member, ContractType type)
    {
        int last = member.Parameters.Count - 1;
        return string.Join(", ", member.Parameters.Select((p, i) =>
        {
            bool isParams = i == last && p.TypeName.EndsWith("[]", StringComparison.Ordinal) &&
                ParamsMembers.Contains(type.FullName, member.Name);

            // The lists leave defaults out. The one that portable code relies on is the message of the test framework's asserts.
            bool isMessage = i == last && type.Assembly == "nanoFramework.TestFramework" &&
                p is { Name: "message", TypeName: "System.String" };
            string modifier = isParams ? "params " : p.Modifier.Length == 0 ? "" : p.Modifier + " ";
            return $"{modifier}{Type(p.TypeName)} {Escape(p.Name)}{(isMessage ? " = \"\"" : "")}";
        }));
    }

    public static string Constant(ContractMember field, bool isEnum)
    {
        string value = field.ConstantText;
        return field.ValueType switch
        {
            "System.Single" => value switch { "NaN" => "0f / 0f", "∞" => "1f / 0f", "-∞" => "-1f / 0f", _ => value + "f" },
            "System.Double" => value switch { "NaN" => "0d / 0d", "∞" => "1d / 0d", "-∞" => "-1d / 0d", _ => value + "d" },
            "System.Boolean" => value.ToLower(CultureInfo.InvariantCulture),
            _ => isEnum ? $"({Type(field.ValueType)})({value})" : value,
        };
    }
}
