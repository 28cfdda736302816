using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// The signatures of a PE file: one run of bytes in which the metadata processor looks for each new one, anywhere, before it adds it.
/// </summary>
internal sealed class SignatureBlob
{
    private const byte Field = 0x06;
    private const byte This = 0x20;
    private const byte Class = 0x12;
    private const byte ValueType = 0x11;
    private const byte Array = 0x1D;
    private const byte Void = 0x01;
    private const byte ByReference = 0x10;

    private readonly List<byte> bytes = [];
    private readonly Dictionary<string, int> rows = new(StringComparer.Ordinal);

    /// <summary>Bytes so far.</summary>
    public int Length => bytes.Count;

    /// <summary>Adds a field's.</summary>
    public void AddField(TypeReference type) => Add([Field, .. Encode(type)]);

    /// <summary>Adds a method's.</summary>
    public void AddMethod(IMethodSignature method) => Add(
    [
        method.HasThis ? This : (byte)0, (byte)method.Parameters.Count, .. Encode(method.ReturnType),
        .. method.Parameters.SelectMany(p => Encode(p.ParameterType)),
    ]);

    /// <summary>Adds a list of types: of variables, or, with their count before them, of interfaces.</summary>
    public void AddTypes(IEnumerable<TypeReference> types, int? count = null) =>
        Add([.. count is { } many ? new[] { (byte)many } : [], .. types.SelectMany(Encode)]);

    /// <summary>Adds bytes as they are.</summary>
    public void Add(byte[] signature)
    {
        if (CollectionsMarshal.AsSpan(bytes).IndexOf(signature) < 0)
        {
            bytes.AddRange(signature);
        }
    }

    private byte[] Encode(TypeReference type) => type switch
    {
        IModifierType modifier => Encode(modifier.ElementType),
        ByReferenceType reference => [ByReference, .. Encode(reference.ElementType)],
        TypeSpecification specification => [Array, .. Encode(specification.ElementType)],
        { IsPrimitive: true } => [(byte)type.MetadataType],
        { FullName: "System.Void" } => [Void],
        { FullName: "System.String" or "System.Object" } => [(byte)type.MetadataType],
        _ => [type.IsValueType ? ValueType : Class, .. Token(type)],
    };

    // The row of a definition or reference, with two bits for which of them, compressed. The rows of definitions and references are counted
    // apart; their order is close to the one in which they are met.
    private byte[] Token(TypeReference type)
    {
        int isReference = type.Scope is ModuleDefinition ? 0 : 1;
        string key = isReference + type.FullName;
        if (!rows.TryGetValue(key, out int row))
        {
            row = rows.Keys.Count(k => k[0] == key[0]) + 1;
            rows.Add(key, row);
        }

        int coded = (row << 2) | isReference;
        return coded < 0x80 ? [(byte)coded] : [(byte)(0x80 | (coded >> 8)), (byte)coded];
    }
}
