using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>A place in compiled code; knows its source line when the assembly came with a PDB.</summary>
internal readonly record struct CodePlace(TypeDefinition? Type, MethodDefinition? Method = null, Instruction? Instruction = null)
{
    public string MemberName => Method is not null ? MemberKey.TypeName(Method.DeclaringType) + "." + Method.Name
        : Type is not null ? MemberKey.TypeName(Type) : "(assembly)";

    public string AssemblyName => Type?.Module.Assembly.Name.Name ?? "";

    /// <summary>The nearest visible sequence point at or before the place, else the first one of its method or type.</summary>
    public (string? File, int Line) Source()
    {
        if (Method is not null)
        {
            int offset = Instruction?.Offset ?? int.MaxValue;
            List<SequencePoint> visible = Visible(Method);
            SequencePoint? point =
                Instruction is null ? visible.FirstOrDefault() : visible.LastOrDefault(p => p.Offset <= offset);
            point ??= visible.FirstOrDefault();
            if (point is not null)
            {
                return (point.Document.Url, point.StartLine);
            }
        }

        for (TypeDefinition? type = Type; type is not null; type = type.DeclaringType)
        {
            SequencePoint? first = type.Methods.SelectMany(Visible).MinBy(p => p.StartLine);
            if (first is not null)
            {
                return (first.Document.Url, first.StartLine);
            }
        }

        return (null, 0);
    }

    private static List<SequencePoint> Visible(MethodDefinition method) =>
        method.DebugInformation.SequencePoints.Where(p => !p.IsHidden).OrderBy(p => p.Offset).ToList();
}
