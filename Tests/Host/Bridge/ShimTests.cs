using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;
using ZhiSan.Edge.Tests.Host.Sensors;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>
/// Our stand-in for the device's test library offers the same members: no more, and none of the current ones less.
/// </summary>
public sealed class ShimTests
{
    private const string ApiList = "nanoframework-api/nanoFramework.TestFramework.txt";

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Deprecated =
    [
        "Equal", "NotEqual", "True", "False", "Null", "NotNull", "Same", "NotSame", "Empty", "NotEmpty", "IsType", "IsNotType",
        "Throws",
    ];

    [SharedDataFact(ApiList)]
    public void The_shim_has_the_members_of_the_device_library()
    {
        string[] device = File.ReadLines(SharedData.Find(ApiList)!)
            .Where(line => !line.Contains("|type ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..])
            .ToArray();
        Assembly assembly = typeof(nanoFramework.TestFramework.TestClassAttribute).Assembly;
        string[] shim = assembly.GetExportedTypes().SelectMany(MembersOf).ToArray();

        string[] missing = device.Except(shim).Where(member => !IsDeprecated(member)).ToArray();

        Assert.NotEmpty(shim);
        Assert.Empty(shim.Except(device));
        Assert.Empty(missing);
    }

    private static bool IsDeprecated(string member)
    {
        const string method = "nanoFramework.TestFramework.Assert|method static System.Void ";
        return Deprecated.Any(name => member.StartsWith($"{method}{name}(", StringComparison.Ordinal));
    }

    private static IEnumerable<string> MembersOf(Type type)
    {
        IEnumerable<string> constructors = type.GetConstructors().Select(c => $"ctor {type.Name}({Parameters(c)})");
        IEnumerable<string> properties = type.GetProperties(Declared)
            .Select(p => $"property {p.PropertyType} {p.Name} {{ get; }}");
        IEnumerable<string> methods = type.GetMethods(Declared)
            .Where(m => !m.IsSpecialName)
            .Select(m => $"method {Modifier(m)}{m.ReturnType} {m.Name}({Parameters(m)})");
        return constructors.Concat(properties).Concat(methods).Select(member => $"{type.FullName}|{member}");
    }

    private static string Modifier(MethodInfo method) => method.IsStatic ? "static " : method.IsVirtual ? "virtual " : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{p.ParameterType} {p.Name}"));
}
