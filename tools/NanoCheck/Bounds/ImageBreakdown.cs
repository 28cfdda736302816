using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Where the bytes of the device image are, and which of them nobody asks for.</summary>
/// <param name="Namespaces">By namespace, the largest first.</param>
/// <param name="Types">By type, the largest first.</param>
/// <param name="Unused">Methods that nothing in the image refers to, the largest first.</param>
public sealed record ImageBreakdown(IReadOnlyList<SizeShare> Namespaces, IReadOnlyList<SizeShare> Types, IReadOnlyList<SizeShare> Unused)
{
    private const int TypeRow = 24;
    private const int FieldRow = 8;
    private const int MethodRow = 16;

    /// <summary>Compiles the sources of the image and looks.</summary>
    /// <param name="sources">The image's assemblies in the order in which they are built.</param>
    /// <exception cref="FormatException">They do not compile: the gate says why.</exception>
    public static ImageBreakdown Of(IEnumerable<SourceAssembly> sources)
    {
        IReadOnlyList<DeviceCompilation> compilations = DeviceCompiler.Compile(DeviceContract.Embedded(), sources);
        if (compilations[^1].Assembly is null)
        {
            throw new FormatException("the image does not compile: run the gate without --size");
        }

        using AssemblySet set = AssemblySet.Load(compilations);
        TypeDefinition[] types = [.. set.Assemblies.SelectMany(a => a.Modules).SelectMany(m => m.GetTypes()).Where(t => t.Name != "<Module>")];
        HashSet<string> asked = [.. types.SelectMany(t => t.Methods).Where(m => m.HasBody).SelectMany(Asked)];
        SizeShare[] byType = [.. types.Select(Share).OrderByDescending(s => s.Bytes)];
        return new ImageBreakdown(
            [.. types.GroupBy(Namespace).Select(g => new SizeShare(g.Key, g.Sum(t => Share(t).Bytes), g.Sum(t => Share(t).Members))).OrderByDescending(s => s.Bytes)],
            byType,
            [.. types.SelectMany(t => t.Methods).Where(m => !asked.Contains(m.FullName) && !IsAskedFromOutside(m))
                .Select(m => new SizeShare(m.FullName, MethodRow + ByteCodeSize.Of(m), 1)).OrderByDescending(s => s.Bytes)]);
    }

    private static string Namespace(TypeDefinition type) => type.DeclaringType is null ? type.Namespace : Namespace(type.DeclaringType);

    private static SizeShare Share(TypeDefinition type)
    {
        FieldDefinition[] fields = [.. type.Fields.Where(f => !f.HasConstant)];
        return new SizeShare(
            type.FullName,
            TypeRow + (FieldRow * fields.Length) + type.Methods.Sum(m => MethodRow + ByteCodeSize.Of(m)),
            fields.Length + type.Methods.Count);
    }

    private static IEnumerable<string> Asked(MethodDefinition method) => method.Body.Instructions
        .Select(i => i.Operand).OfType<MethodReference>().Select(r => r.FullName)
        .Where(name => name != method.FullName);

    // The runtime calls the entry point and static initialisers; a virtual method may be called through what declares it.
    private static bool IsAskedFromOutside(MethodDefinition method) =>
        method.IsVirtual || method.HasOverrides || (method.IsConstructor && method.IsStatic) || method.Name == "Main"
        || method.DeclaringType.Name.StartsWith('<');
}
