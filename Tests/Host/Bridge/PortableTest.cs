using System;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>One thing that is run and reported: a method, or a data row of one.</summary>
public sealed class PortableTest
{
    /// <summary>Describes a test.</summary>
    /// <param name="type">The test class.</param>
    /// <param name="kind">Its phase.</param>
    /// <param name="method">The method; null for <see cref="PortableTestKind.Rules"/>.</param>
    /// <param name="row">Number of the data row, or 0.</param>
    /// <param name="arguments">The arguments of the call, possibly none.</param>
    public PortableTest(Type type, PortableTestKind kind, MethodInfo? method, int row, object?[] arguments)
    {
        Type = type;
        Kind = kind;
        Method = method;
        Row = row;
        Arguments = arguments;
    }

    /// <summary>The test class.</summary>
    public Type Type { get; }

    /// <summary>The phase in which it runs.</summary>
    public PortableTestKind Kind { get; }

    /// <summary>The method; null for <see cref="PortableTestKind.Rules"/>.</summary>
    public MethodInfo? Method { get; }

    /// <summary>Number of the data row, or 0.</summary>
    public int Row { get; }

    /// <summary>The arguments of the call.</summary>
    public object?[] Arguments { get; }

    /// <summary>Class, member and row: unique within an assembly, the same in every process that loads it.</summary>
    public string Key => $"{Type.FullName}|{MemberName}|{Row.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The name in reports, for example <c>Portable: RecordCodecTests.Round_trips(3, "lx")</c>.</summary>
    public string DisplayName
    {
        get
        {
            string arguments = string.Join(", ", Arguments.Select(Show));
            string phase = Kind is PortableTestKind.Setup or PortableTestKind.Cleanup ? $" [{Kind}]" : "";
            return $"Portable: {Type.Name}.{MemberName}({arguments}){phase}";
        }
    }

    private string MemberName => Method?.Name ?? "keeps_the_rules_of_the_device";

    private static string Show(object? value)
    {
        return value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            char character => $"'{character}'",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
    }
}
