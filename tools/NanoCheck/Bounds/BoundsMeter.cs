using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Measures assemblies.</summary>
internal static class BoundsMeter
{
    /// <summary>A static field is one heap block on the device.</summary>
    private const int StaticFieldBytes = 12;

    public static AssemblyBounds Measure(AssemblyDefinition assembly, bool isInImage)
    {
        List<TypeDefinition> types = assembly.Modules.SelectMany(m => m.GetTypes()).ToList();
        List<MethodDefinition> methods = types.SelectMany(t => t.Methods).ToList();
        MethodDefinition? largest = methods.MaxBy(ByteCodeSize.Of);
        return new AssemblyBounds(
            assembly.Name.Name,
            isInImage,
            types.Count,
            methods.Count,
            largest is null ? "" : new CodePlace(largest.DeclaringType, largest).MemberName,
            largest is null ? 0 : ByteCodeSize.Of(largest),
            types.SelectMany(t => t.Fields).Where(f => f.IsStatic && !f.HasConstant).Sum(StaticSize),
            ImageSizeEstimator.Estimate(assembly));
    }

    /// <summary>What some assemblies come to: the image holds one PE file of each.</summary>
    public static AssemblyBounds Total(string name, IReadOnlyList<AssemblyBounds> assemblies)
    {
        AssemblyBounds? largest = assemblies.MaxBy(a => a.LargestMethodBytes);
        return new AssemblyBounds(
            name,
            IsInImage: true,
            assemblies.Sum(a => a.Types),
            assemblies.Sum(a => a.Methods),
            largest?.LargestMethod ?? "",
            largest?.LargestMethodBytes ?? 0,
            assemblies.Sum(a => a.StaticDataBytes),
            new ImageEstimate(
                assemblies.Sum(a => a.Image.Tables),
                assemblies.Sum(a => a.Image.Strings),
                assemblies.Sum(a => a.Image.Signatures),
                assemblies.Sum(a => a.Image.ByteCode)));
    }

    private static int StaticSize(FieldDefinition field) =>
        field.InitialValue.Length > 0 ? field.InitialValue.Length : StaticFieldBytes;
}
