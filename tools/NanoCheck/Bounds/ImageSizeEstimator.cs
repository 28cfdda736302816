using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// Estimates the PE file that nanoFramework's metadata processor would make of an assembly.
/// Row sizes, the byte code and the string table follow its sources (metadata-processor, 2025-06); see README.md for the formula.
/// </summary>
internal sealed class ImageSizeEstimator
{
    private const int HeaderBytes = 124;
    private const int AssemblyRefRow = 12;
    private const int TypeRefRow = 8;
    private const int MemberRefRow = 8;
    private const int TypeDefRow = 24;
    private const int FieldDefRow = 8;
    private const int MethodDefRow = 16;
    private const int AttributeRow = 8;

    private readonly HashSet<string> strings = new(StringComparer.Ordinal) { "" };
    private readonly SignatureBlob signatures = new();
    private readonly HashSet<string> typeRefs = new(StringComparer.Ordinal);
    private readonly HashSet<string> memberRefs = new(StringComparer.Ordinal);
    private readonly HashSet<string> assemblyRefs = new(StringComparer.Ordinal);
    private int tables = HeaderBytes;
    private int byteCode;

    public static ImageEstimate Estimate(AssemblyDefinition assembly)
    {
        ImageSizeEstimator estimator = new();
        foreach (TypeDefinition type in assembly.Modules.SelectMany(m => m.GetTypes()))
        {
            if (type.Name != "<Module>")
            {
                estimator.AddType(type);
            }
        }

        int tables = estimator.tables + (estimator.assemblyRefs.Count * AssemblyRefRow) +
            (estimator.typeRefs.Count * TypeRefRow) + (estimator.memberRefs.Count * MemberRefRow);
        return new ImageEstimate(
            tables,
            estimator.strings.Sum(s => Encoding.UTF8.GetByteCount(s) + 1),
            estimator.signatures.Length,
            estimator.byteCode);
    }

    // Our other assemblies cost references like anybody's: the price of a split.
    private static bool IsInside(TypeReference type) => type.GetElementType().Scope is ModuleDefinition;

    private void AddType(TypeDefinition type)
    {
        tables += TypeDefRow;
        strings.Add(type.Name);
        strings.Add(type.Namespace);
        AddReference(type.BaseType);
        if (type.HasInterfaces)
        {
            signatures.AddTypes(type.Interfaces.Select(i => i.InterfaceType), type.Interfaces.Count);
        }

        // Constants are not written: the metadata processor drops fields that have one.
        foreach (FieldDefinition field in type.Fields.Where(f => !f.HasConstant))
        {
            tables += FieldDefRow;
            strings.Add(field.Name);
            signatures.AddField(field.FieldType);
            if (field.InitialValue.Length > 0)
            {
                signatures.Add([0, 0, .. field.InitialValue]);
            }
        }

        foreach (MethodDefinition method in type.Methods)
        {
            AddMethod(method);
        }

        tables += AttributeRow * CountAttributes(type);
    }

    private void AddMethod(MethodDefinition method)
    {
        tables += MethodDefRow + (AttributeRow * CountAttributes(method));
        strings.Add(method.Name);
        signatures.AddMethod(method);
        if (!method.HasBody)
        {
            return;
        }

        byteCode += ByteCodeSize.Of(method);
        signatures.AddTypes(method.Body.Variables.Select(v => v.VariableType));
        foreach (Instruction instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case string literal:
                    strings.Add(literal);
                    break;
                case MethodReference target when !IsInside(target.DeclaringType):
                    AddReference(target.DeclaringType);
                    if (AddMemberReference(target, MemberKey.Of(target)))
                    {
                        signatures.AddMethod(target);
                    }

                    break;
                case FieldReference field when !IsInside(field.DeclaringType):
                    AddReference(field.DeclaringType);
                    if (AddMemberReference(field, field.FullName))
                    {
                        signatures.AddField(field.FieldType);
                    }

                    break;
                case TypeReference type:
                    AddReference(type);
                    break;
            }
        }
    }

    private bool AddMemberReference(MemberReference member, string key)
    {
        bool isNew = memberRefs.Add(member.DeclaringType.FullName + "::" + key);
        if (isNew)
        {
            strings.Add(member.Name);
        }

        return isNew;
    }

    private void AddReference(TypeReference? type)
    {
        TypeReference? element = type?.GetElementType();
        if (element is null || IsInside(element) || !typeRefs.Add(element.FullName))
        {
            return;
        }

        strings.Add(element.Name);
        strings.Add(element.Namespace);
        if (element.Scope is AssemblyNameReference assembly && assemblyRefs.Add(assembly.Name))
        {
            strings.Add(assembly.Name);
        }
    }

    // Attributes that the metadata processor leaves out of the PE file.
    private static int CountAttributes(ICustomAttributeProvider provider) => provider.CustomAttributes.Count(a =>
        !a.AttributeType.Namespace.StartsWith("System.Runtime.CompilerServices", StringComparison.Ordinal) &&
        !a.AttributeType.Namespace.StartsWith("System.Diagnostics", StringComparison.Ordinal));
}
