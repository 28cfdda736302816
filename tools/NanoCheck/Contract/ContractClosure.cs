using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// A set of lines that is complete in itself: every type that a line mentions is declared, with its bases, so that
/// reference declarations generated from it compile.
/// </summary>
internal sealed class ContractClosure
{
    /// <summary>What the C# compiler asks of a core library, whether or not the code mentions it.</summary>
    private static readonly string[] CompilerTypes =
    [
        "System.Object", "System.ValueType", "System.Enum", "System.Void", "System.Boolean", "System.Char",
        "System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32", "System.Int64", "System.UInt64",
        "System.Single", "System.Double", "System.IntPtr", "System.UIntPtr", "System.String", "System.Array",
        "System.Delegate", "System.MulticastDelegate", "System.Exception", "System.InvalidOperationException",
        "System.Type", "System.RuntimeTypeHandle", "System.RuntimeFieldHandle", "System.RuntimeMethodHandle",
        "System.IDisposable", "System.Collections.IEnumerable", "System.Collections.IEnumerator",
        "System.Runtime.CompilerServices.IsExternalInit",
    ];

    private static readonly string[] CompilerLines =
    [
        "mscorlib|System.Array|property System.Int32 Length { get; }",
        "mscorlib|System.Attribute|ctor protected Attribute()",
        "mscorlib|System.AttributeTargets|field const System.AttributeTargets All = 16383",
        "mscorlib|System.AttributeUsageAttribute|ctor AttributeUsageAttribute(System.AttributeTargets validOn)",
        "mscorlib|System.AttributeUsageAttribute|property System.Boolean AllowMultiple { get; set; }",
        "mscorlib|System.AttributeUsageAttribute|property System.Boolean Inherited { get; set; }",
        "mscorlib|System.Collections.IEnumerable|method abstract System.Collections.IEnumerator GetEnumerator()",
        "mscorlib|System.Collections.IEnumerator|method abstract System.Boolean MoveNext()",
        "mscorlib|System.Collections.IEnumerator|property System.Object Current { get; }",
        "mscorlib|System.Delegate|method static System.Delegate Combine(System.Delegate a, System.Delegate b)",
        "mscorlib|System.Delegate|method static System.Delegate Remove(System.Delegate source, System.Delegate value)",
        "mscorlib|System.Exception|ctor Exception()",
        "mscorlib|System.IDisposable|method abstract System.Void Dispose()",
        "mscorlib|System.InvalidOperationException|ctor InvalidOperationException()",
        "mscorlib|System.Object|ctor Object()",
        "mscorlib|System.Object|method virtual System.Boolean Equals(System.Object obj)",
        "mscorlib|System.Object|method virtual System.Int32 GetHashCode()",
        "mscorlib|System.Object|method virtual System.String ToString()",
        "mscorlib|System.ParamArrayAttribute|ctor ParamArrayAttribute()",
        "mscorlib|System.Reflection.DefaultMemberAttribute|ctor DefaultMemberAttribute(System.String memberName)",
        "mscorlib|System.Runtime.CompilerServices.IndexerNameAttribute|ctor IndexerNameAttribute(System.String indexerName)",
        "mscorlib|System.Runtime.CompilerServices.ExtensionAttribute|ctor ExtensionAttribute()",
        "mscorlib|System.Runtime.CompilerServices.RuntimeHelpers|method static System.Void InitializeArray(System.Array array, System.RuntimeFieldHandle fldHandle)",
        "mscorlib|System.String|method static System.String Concat(System.String str0, System.String str1)",
        "mscorlib|System.String|method static System.Boolean op_Equality(System.String a, System.String b)",
        "mscorlib|System.String|property System.Char Chars[System.Int32 index] { get; }",
        "mscorlib|System.String|property System.Int32 Length { get; }",
        "mscorlib|System.Threading.Monitor|method static System.Void Enter(System.Object obj)",
        "mscorlib|System.Threading.Monitor|method static System.Void Exit(System.Object obj)",
        "mscorlib|System.Type|method static System.Type GetTypeFromHandle(System.RuntimeTypeHandle handle)",
    ];

    /// <summary>Limits of these are constants: they leave no trace in IL, and every piece of code needs some.</summary>
    private static readonly string[] IntegerTypes =
    [
        "System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32",
        "System.Int64", "System.UInt64", "System.Char",
    ];

    private readonly DeviceContract lists;
    private readonly HashSet<ContractLine> lines = [];
    private readonly HashSet<string> typesDone = new(StringComparer.Ordinal);

    public ContractClosure(DeviceContract lists) => this.lists = lists;

    public IReadOnlyCollection<ContractLine> Lines => lines;

    public void AddCompilerNeeds()
    {
        foreach (string type in CompilerTypes)
        {
            AddType(type);
        }

        foreach (string type in IntegerTypes)
        {
            AddConstant(type, "MinValue");
            AddConstant(type, "MaxValue");
        }

        foreach (ContractLine line in CompilerLines.Select(ContractLine.Parse))
        {
            ContractMember? member = lists.FindType(line.TypeName)?.Members.FirstOrDefault(m => m.Line == line);
            if (member is not null)
            {
                AddMember(member);
            }
        }
    }

    public void AddType(string name)
    {
        ContractType? type = lists.FindType(name);
        if (type?.Declaration is null || !typesDone.Add(name))
        {
            return;
        }

        lines.Add(type.Declaration);
        foreach (string related in type.Interfaces.Append(type.BaseName ?? "System.Object"))
        {
            AddType(related);
        }

        int dot = name.LastIndexOf('.');
        if (dot > 0)
        {
            // A nested type's outer type.
            AddType(name[..dot]);
        }

        foreach (ContractMember member in type.Members.Where(m => m.Kind == ContractMemberKind.Delegate))
        {
            AddMember(member);
        }
    }

    public void AddMember(string typeName, string key)
    {
        AddType(typeName);
        ContractType? declarer = lists.FindDeclarer(typeName, key);
        ContractMember? member = declarer?.Members.FirstOrDefault(m => m.Keys().Contains(key));
        if (member is not null)
        {
            AddMember(member);
            AddOperatorPair(declarer!, member);
        }
    }

    public void AddConstant(string typeName, string field)
    {
        ContractMember? member =
            lists.FindType(typeName)?.Members.FirstOrDefault(m => m.Kind == ContractMemberKind.Field && m.Name == field);
        if (member is not null)
        {
            AddMember(member);
        }
    }

    /// <summary>Whoever implements an interface needs all of it.</summary>
    public void AddWholeInterface(string name)
    {
        ContractType? type = lists.FindType(name);
        if (type is null)
        {
            return;
        }

        AddType(name);
        foreach (ContractMember member in type.Members)
        {
            AddMember(member);
        }

        foreach (string inherited in type.Interfaces)
        {
            AddWholeInterface(inherited);
        }
    }

    private void AddMember(ContractMember member)
    {
        AddType(member.Line.TypeName);
        if (!lines.Add(member.Line))
        {
            return;
        }

        foreach (string mentioned in member.MentionedTypes())
        {
            AddType(mentioned);
        }
    }

    // C# declares comparison operators in pairs.
    private void AddOperatorPair(ContractType type, ContractMember member)
    {
        string? pair = OperatorNames.Pair(member.Name);
        ContractMember? other = pair is null ? null : type.Members.FirstOrDefault(m =>
            m.Name == pair && m.Parameters.Select(p => p.TypeName).SequenceEqual(member.Parameters.Select(p => p.TypeName)));
        if (other is not null)
        {
            AddMember(other);
        }
    }
}
