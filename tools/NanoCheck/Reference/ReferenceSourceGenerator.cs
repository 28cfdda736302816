using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// Turns contract lines into C# declarations whose members throw, one source per device assembly, core library first.
/// Code that compiles against them uses nothing but what the contract lists.
/// </summary>
public static class ReferenceSourceGenerator
{
    /// <summary>Generates the sources in an order in which each refers to earlier ones only.</summary>
    public static IReadOnlyList<ReferenceSource> Generate(DeviceContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        Dictionary<string, ReferenceSource> sources = contract.Types
            .Where(t => t.Declaration is not null)
            .GroupBy(t => t.Assembly, StringComparer.Ordinal)
            .Select(g => new ReferenceSource(g.Key, Text(contract, g), References(contract, g)))
            .ToDictionary(s => s.Assembly, StringComparer.Ordinal);

        List<ReferenceSource> ordered = [];
        foreach (ReferenceSource source in sources.Values.OrderBy(s => s.Assembly, StringComparer.Ordinal))
        {
            AddAfterItsReferences(source, sources, ordered, []);
        }

        return ordered;
    }

    private static string Text(DeviceContract contract, IEnumerable<ContractType> types)
    {
        StringBuilder text = new();
        text.Append("// Generated from the device contract. Declarations only: every member throws.\n#nullable disable\n");
        foreach (ContractType type in types.OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            if (ReferenceTypeWriter.OuterOf(contract, type) is null)
            {
                new ReferenceTypeWriter(contract, text).WriteTopLevel(type);
            }
        }

        return text.ToString();
    }

    private static List<string> References(DeviceContract contract, IGrouping<string, ContractType> types) =>
        types.SelectMany(Mentioned).Distinct()
            .Select(n => contract.FindType(n)?.Assembly).OfType<string>()
            .Append("mscorlib").Where(a => a != types.Key)
            .Distinct().Order(StringComparer.Ordinal).ToList();

    private static IEnumerable<string> Mentioned(ContractType type) =>
        type.Members.SelectMany(m => m.MentionedTypes()).Concat(type.Interfaces).Append(type.BaseName ?? "System.Object");

    private static void AddAfterItsReferences(
        ReferenceSource source, Dictionary<string, ReferenceSource> all, List<ReferenceSource> ordered, HashSet<string> path)
    {
        if (ordered.Contains(source))
        {
            return;
        }

        if (!path.Add(source.Assembly))
        {
            throw new InvalidOperationException(
                $"The device assemblies refer to each other in a circle: {string.Join(" -> ", path)}");
        }

        foreach (string name in source.References)
        {
            if (all.TryGetValue(name, out ReferenceSource? reference))
            {
                AddAfterItsReferences(reference, all, ordered, path);
            }
        }

        path.Remove(source.Assembly);
        ordered.Add(source);
    }
}
