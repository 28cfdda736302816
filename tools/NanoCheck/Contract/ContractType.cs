using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>A device type with those of its members that the contract (or the full list) names.</summary>
internal sealed class ContractType
{
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);
    private readonly List<ContractMember> members = [];

    public ContractType(string assembly, string fullName)
    {
        Assembly = assembly;
        FullName = fullName;
    }

    public string Assembly { get; }

    public string FullName { get; }

    /// <summary>The <c>type ...</c> line; null when a list names members of a type it never declares.</summary>
    public ContractLine? Declaration { get; private set; }

    /// <summary><c>class</c>, <c>struct</c>, <c>enum</c>, <c>interface</c> or <c>delegate</c>.</summary>
    public string Kind { get; private set; } = "class";

    public bool IsAbstract { get; private set; }

    public bool IsSealed { get; private set; }

    public bool IsStatic { get; private set; }

    /// <summary>Base class, or null for System.Object and interfaces.</summary>
    public string? BaseName { get; private set; }

    public IReadOnlyList<string> Interfaces { get; private set; } = [];

    public IReadOnlyList<ContractMember> Members => members;

    public void Add(ContractMember member)
    {
        if (member.Kind == ContractMemberKind.Type)
        {
            Declare(member.Line);
            return;
        }

        members.Add(member);
        keys.UnionWith(member.Keys());
    }

    public bool Declares(string key) => keys.Contains(key);

    /// <summary>Works out which names are bases and which are interfaces, once all types are known.</summary>
    public void ResolveBases(Func<string, ContractType?> find)
    {
        if (Declaration is null)
        {
            return;
        }

        string text = Declaration.Member;
        int colon = text.IndexOf(" : ", StringComparison.Ordinal);
        List<string> names = colon < 0 ? [] : [.. text[(colon + 3)..].Split(", ")];
        if (Kind == "interface")
        {
            Interfaces = names;
            return;
        }

        // The lists put the base class first, and leave out System.Object.
        if (names.Count > 0 && !LooksLikeInterface(names[0], find))
        {
            BaseName = names[0];
            names.RemoveAt(0);
        }
        else if (FullName != "System.Object")
        {
            BaseName = "System.Object";
        }

        Interfaces = names;
    }

    private static bool LooksLikeInterface(string name, Func<string, ContractType?> find)
    {
        ContractType? known = find(name);
        if (known?.Declaration is not null)
        {
            return known.Kind == "interface";
        }

        string simple = name[(name.LastIndexOf('.') + 1)..];
        return simple.Length > 1 && simple[0] == 'I' && char.IsUpper(simple[1]);
    }

    private void Declare(ContractLine line)
    {
        Declaration = line;
        string head = line.Member.Split(" : ")[0];
        string[] words = head.Split(' ');
        Kind = words[^1];
        IsAbstract = words.Contains("abstract");
        IsSealed = words.Contains("sealed");
        IsStatic = words.Contains("static");
    }
}
