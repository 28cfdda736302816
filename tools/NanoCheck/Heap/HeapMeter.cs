using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// Walks objects on the host and prices them as nanoCLR lays them out on a 32-bit device (nf-interpreter, nanoCLR_Runtime.h: a heap block is
/// 12 bytes; an object is one and one more for each field; an array is 20 bytes and its elements, references being 12 each; a string is a
/// block, and its UTF-8 text with a zero unless that lies in the assembly; sizes are rounded up to blocks).
/// </summary>
public sealed class HeapMeter
{
    /// <summary>Bytes of a heap block.</summary>
    public const int BlockBytes = 12;

    private const int ArrayHeaderBytes = BlockBytes + 8;

    // A delegate holds its method, its target and a list of others; a library's own object is taken for a small one.
    private const int DelegateBytes = 4 * BlockBytes;
    private const int ForeignBytes = 4 * BlockBytes;

    private readonly Func<Type, bool> isOurs;
    private readonly HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, (int Count, long Bytes)> shares = new(StringComparer.Ordinal);

    /// <summary>Makes a meter that looks into the objects of some types; others are counted and not looked into.</summary>
    public HeapMeter(Func<Type, bool> isOurs) => this.isOurs = isOurs;

    /// <summary>Bytes so far.</summary>
    public long Bytes => shares.Values.Sum(s => s.Bytes);

    /// <summary>What takes most comes first.</summary>
    public IReadOnlyList<HeapShare> Shares =>
        [.. shares.Select(s => new HeapShare(s.Key, s.Value.Count, s.Value.Bytes)).OrderByDescending(s => s.Bytes)];

    /// <summary>Adds an object and all that it leads to.</summary>
    public void Add(object? root)
    {
        Stack<object> left = new();
        Push(left, root);
        while (left.TryPop(out object? next))
        {
            Price(next, left);
        }
    }

    /// <summary>Adds the static fields of an assembly.</summary>
    public void AddStatics(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        foreach (FieldInfo field in assembly.GetTypes().Where(t => isOurs(t) && !t.ContainsGenericParameters)
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsLiteral))
        {
            Count("(static fields)", BlockBytes);
            Add(field.GetValue(null));
        }
    }

    private void Push(Stack<object> left, object? next)
    {
        if (next is not null and not Type and not Pointer && seen.Add(next))
        {
            left.Push(next);
        }
    }

    private void Price(object found, Stack<object> left)
    {
        Type type = found.GetType();
        switch (found)
        {
            case string text:
                long textBytes = string.IsInterned(text) != null ? 0 : Rounded(Encoding.UTF8.GetByteCount(text) + 1);
                Count("String", BlockBytes + textBytes);
                break;

            case Array array:
                Count(type.Name, Rounded(ArrayHeaderBytes + ((long)array.Length * ElementBytes(type.GetElementType()!))));
                if (!type.GetElementType()!.IsValueType)
                {
                    foreach (object? element in array)
                    {
                        Push(left, element);
                    }
                }

                break;

            case ArrayList list:
                Count(type.Name, (4 * BlockBytes) + Rounded(ArrayHeaderBytes + ((long)list.Capacity * BlockBytes)));
                foreach (object? element in list)
                {
                    Push(left, element);
                }

                break;

            case Delegate method:
                Count("Delegate", DelegateBytes);
                Push(left, method.Target is { } target && isOurs(target.GetType()) ? target : null);
                break;

            case not null when isOurs(type):
                int fields = 0;
                for (Type? level = type; level != null; level = level.BaseType)
                {
                    foreach (FieldInfo field in level.GetFields(
                        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    {
                        fields++;
                        Push(left, field.FieldType.IsValueType ? null : field.GetValue(found));
                    }
                }

                Count(type.Name, BlockBytes * (1 + fields));
                break;

            default:
                Count("(libraries) " + type.Name, ForeignBytes);
                break;
        }
    }

    private void Count(string type, long bytes)
    {
        (int Count, long Bytes) share = shares.GetValueOrDefault(type);
        shares[type] = (share.Count + 1, share.Bytes + bytes);
    }

    private static long Rounded(long bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    private static int ElementBytes(Type element)
    {
        element = element.IsEnum ? element.GetEnumUnderlyingType() : element;
        return Type.GetTypeCode(element) switch
        {
            TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
            TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 2,
            TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
            TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double => 8,
            _ => BlockBytes,
        };
    }
}
