using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// One spelling for a member reference, whether it comes from a list or from IL, so that the two can be compared
/// irrespective of the assembly that holds the type on the host.
/// </summary>
internal static class MemberKey
{
    public static string Method(string name, IEnumerable<string> parameterTypes, string returnType, bool isStatic) =>
        $"{(isStatic ? "static " : "")}{name}({string.Join(",", parameterTypes)}):{returnType}";

    public static string Field(string name, string type, bool isStatic) => $"{(isStatic ? "static " : "")}{name}:{type}";

    public static string Of(MethodReference method) => Method(
        method.Name,
        method.Parameters.Select(p => TypeName(p.ParameterType)),
        TypeName(method.ReturnType),
        !method.HasThis);

    /// <summary>A field's key. IL does not say in the reference whether a field is static; the opcode does.</summary>
    public static string Of(FieldReference field, bool isStatic) => Field(field.Name, TypeName(field.FieldType), isStatic);

    /// <summary>Type name as the lists write it.</summary>
    public static string TypeName(TypeReference type) => type switch
    {
        ByReferenceType byRef => TypeName(byRef.ElementType) + "&",
        ArrayType { Rank: 1 } array => TypeName(array.ElementType) + "[]",
        ArrayType array => TypeName(array.ElementType) + "[" + new string(',', array.Rank - 1) + "]",
        IModifierType modifier => TypeName(modifier.ElementType),
        PointerType pointer => TypeName(pointer.ElementType) + "*",
        GenericInstanceType generic =>
            $"{TypeName(generic.ElementType)}<{string.Join(",", generic.GenericArguments.Select(TypeName))}>",
        _ => type.FullName.Replace('/', '.'),
    };

    /// <summary>Strips array, by-reference and pointer marks from a type name.</summary>
    public static string ElementType(string typeName)
    {
        int end = typeName.IndexOfAny(['[', '&', '*']);
        return end < 0 ? typeName : typeName[..end];
    }

    /// <summary>A key for people: <c>System.String.Concat(String, String)</c>.</summary>
    public static string Display(string typeName, string key)
    {
        string text = key.StartsWith("static ", StringComparison.Ordinal) ? key["static ".Length..] : key;
        int colon = text.LastIndexOf(':');
        return $"{typeName}.{(colon < 0 ? text : text[..colon])}";
    }
}
