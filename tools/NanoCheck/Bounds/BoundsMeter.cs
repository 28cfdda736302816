using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Measures assemblies.</summary>
internal static class BoundsMeter
{
    /// <summary>A static field is one heap block on the device.</summary>
    private const int StaticFieldBytes = 12;

    public static AssemblyBounds Measure(string name, AssemblySet set, IReadOnlyList<AssemblyDefinition> assemblies)
    {
        List<TypeDefinition> types = assemblies.SelectMany(a => a.Modules).SelectMany(m => m.GetTypes()).ToList();
        List<MethodDefinition> methods = types.SelectMany(t => t.Methods).ToList();
        MethodDefinition? largest = methods.MaxBy(ByteCodeSize.Of);
        return new AssemblyBounds(
            name,
            types.Count,
            methods.Count,
            largest is null ? "" : new CodePlace(largest.DeclaringType, largest).MemberName,
            largest is null ? 0 : ByteCodeSize.Of(largest),
            types.SelectMany(t => t.Fields).Where(f => f.IsStatic && !f.HasConstant).Sum(StaticSize),
            ImageSizeEstimator.Estimate(set, assemblies));
    }

    private static int StaticSize(FieldDefinition field) =>
        field.InitialValue.Length > 0 ? field.InitialValue.Length : StaticFieldBytes;
}
