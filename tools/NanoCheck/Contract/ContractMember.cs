using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>A parsed member of a device type, and the IL names by which compiled code refers to it.</summary>
internal sealed class ContractMember
{
    private static readonly string[] Modifiers = ["protected", "static", "virtual", "abstract", "const"];

    private ContractMember(ContractLine line, ContractMemberKind kind)
    {
        Line = line;
        Kind = kind;
    }

    public ContractLine Line { get; }

    public ContractMemberKind Kind { get; }

    /// <summary>Member name; <c>Invoke</c> for a delegate, the type's own name for a constructor.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Return, property, field or event type.</summary>
    public string ValueType { get; private set; } = "System.Void";

    public IReadOnlyList<ContractParameter> Parameters { get; private set; } = [];

    public bool IsStatic { get; private set; }

    public bool IsConst { get; private set; }

    public bool IsProtected { get; private set; }

    public bool IsVirtual { get; private set; }

    public bool IsAbstract { get; private set; }

    public bool HasGetter { get; private set; }

    public bool HasSetter { get; private set; }

    /// <summary>Text of a constant's value, as in the list.</summary>
    public string ConstantText { get; private set; } = "";

    /// <summary>Parses the member part of a line whose first word is not <c>type</c>.</summary>
    public static ContractMember Parse(ContractLine line)
    {
        string text = line.Member;
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        string word = space < 0 ? text : text[..space];
        string rest = space < 0 ? "" : text[(space + 1)..];
        ContractMemberKind kind = word switch
        {
            "type" => ContractMemberKind.Type,
            "ctor" => ContractMemberKind.Constructor,
            "method" => ContractMemberKind.Method,
            "property" => ContractMemberKind.Property,
            "field" => ContractMemberKind.Field,
            "event" => ContractMemberKind.Event,
            "delegate" => ContractMemberKind.Delegate,
            _ => throw new FormatException($"Unknown member kind '{word}' in '{line}'"),
        };

        ContractMember member = new(line, kind);
        rest = member.TakeModifiers(rest);
        switch (kind)
        {
            case ContractMemberKind.Constructor:
            case ContractMemberKind.Method:
            case ContractMemberKind.Delegate:
                member.ParseCallable(rest);
                break;
            case ContractMemberKind.Property:
                member.ParseProperty(rest);
                break;
            case ContractMemberKind.Field:
                member.ParseField(rest);
                break;
            case ContractMemberKind.Event:
                member.SetTypeAndName(rest);
                break;
        }

        return member;
    }

    /// <summary>The IL members that this line allows, as <see cref="MemberKey"/> writes them.</summary>
    public IEnumerable<string> Keys()
    {
        string[] types = Parameters.Select(p => p.SignatureType).ToArray();
        switch (Kind)
        {
            case ContractMemberKind.Constructor:
                yield return MemberKey.Method(".ctor", types, "System.Void", isStatic: false);
                break;
            case ContractMemberKind.Method:
                yield return MemberKey.Method(Name, types, ValueType, IsStatic);
                break;
            case ContractMemberKind.Delegate:
                yield return MemberKey.Method("Invoke", types, ValueType, isStatic: false);
                yield return MemberKey.Method(".ctor", ["System.Object", "System.IntPtr"], "System.Void", isStatic: false);
                break;
            case ContractMemberKind.Property:
                if (HasGetter)
                {
                    yield return MemberKey.Method("get_" + Name, types, ValueType, IsStatic);
                }

                if (HasSetter)
                {
                    yield return MemberKey.Method("set_" + Name, [.. types, ValueType], "System.Void", IsStatic);
                }

                break;
            case ContractMemberKind.Event:
                yield return MemberKey.Method("add_" + Name, [ValueType], "System.Void", IsStatic);
                yield return MemberKey.Method("remove_" + Name, [ValueType], "System.Void", IsStatic);
                break;
            case ContractMemberKind.Field:
                yield return MemberKey.Field(Name, ValueType, IsStatic || IsConst);
                break;
        }
    }

    /// <summary>Every type name in the signature, without array and by-reference marks.</summary>
    public IEnumerable<string> MentionedTypes() =>
        Parameters.Select(p => p.TypeName).Append(ValueType).Select(MemberKey.ElementType).Distinct();

    private string TakeModifiers(string rest)
    {
        while (true)
        {
            int space = rest.IndexOf(' ', StringComparison.Ordinal);
            string word = space < 0 ? rest : rest[..space];
            if (space < 0 || Array.IndexOf(Modifiers, word) < 0)
            {
                return rest;
            }

            IsProtected |= word == "protected";
            IsStatic |= word == "static";
            IsVirtual |= word == "virtual";
            IsAbstract |= word == "abstract";
            IsConst |= word == "const";
            rest = rest[(space + 1)..];
        }
    }

    private void ParseCallable(string rest)
    {
        int open = rest.IndexOf('(', StringComparison.Ordinal);
        string head = rest[..open];
        if (Kind == ContractMemberKind.Constructor)
        {
            Name = head;
        }
        else
        {
            SetTypeAndName(head);
        }

        Parameters = ParseParameters(rest[(open + 1)..rest.LastIndexOf(')')]);
    }

    private void ParseProperty(string rest)
    {
        int brace = rest.IndexOf('{', StringComparison.Ordinal);
        string head = rest[..brace].Trim();
        string accessors = rest[brace..];
        HasGetter = accessors.Contains("get;", StringComparison.Ordinal);
        HasSetter = accessors.Contains("set;", StringComparison.Ordinal);

        // An indexer's brackets follow the name; those of an array type stand before the space.
        int nameAt = head.IndexOf(' ', StringComparison.Ordinal) + 1;
        int bracket = head.IndexOf('[', nameAt);
        if (bracket >= 0)
        {
            Parameters = ParseParameters(head[(bracket + 1)..^1]);
            head = head[..bracket];
        }

        SetTypeAndName(head);
    }

    private void ParseField(string rest)
    {
        int equals = rest.IndexOf(" = ", StringComparison.Ordinal);
        if (equals >= 0)
        {
            ConstantText = rest[(equals + 3)..];
            rest = rest[..equals];
        }

        SetTypeAndName(rest);
    }

    private void SetTypeAndName(string text)
    {
        int space = text.LastIndexOf(' ');
        ValueType = text[..space];
        Name = text[(space + 1)..];
    }

    private static ContractParameter[] ParseParameters(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        return text.Split(", ").Select(part =>
        {
            string[] words = part.Split(' ');
            return words.Length == 3
                ? new ContractParameter(words[0], words[1], words[2])
                : new ContractParameter("", words[0], words[1]);
        }).ToArray();
    }
}
